"""A document held against its superior, in words and as data."""
