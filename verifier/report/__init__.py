"""Frozen results put into words or JSON: pure functions, and the place that knows languages."""
