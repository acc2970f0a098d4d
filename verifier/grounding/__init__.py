"""Grounding and solving by clingo; the only package that uses `clingo.Control`."""
