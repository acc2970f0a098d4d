"""The engines held against each other."""
