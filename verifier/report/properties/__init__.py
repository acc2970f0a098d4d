"""The page of a property."""
