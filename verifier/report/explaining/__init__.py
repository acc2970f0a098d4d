"""A derivation in sentences."""
