"""A computation in words and as data."""
