"""Engines over a Program: exact (one case), SMT (every case), Boolean (clingo as a check)."""
