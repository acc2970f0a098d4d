"""Guarding: what a project accepts of its findings, and what must not change unnoticed.

Comes in: findings of documents, and the files of a project (configuration, waivers, a baseline).
Goes out: which findings count, which waivers no longer hold, what changed. Knows no report.
"""
