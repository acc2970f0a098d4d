"""Two documents as one Program, tied by name."""
