"""A check in words and in the forms that tools read."""
