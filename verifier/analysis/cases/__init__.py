"""A case as a user gives it, read and checked."""
