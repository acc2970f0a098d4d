"""Differences between a text and its encoding."""
