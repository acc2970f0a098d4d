"""Encodings as text: parsing with places and clauses, tags of rules, and lint."""
