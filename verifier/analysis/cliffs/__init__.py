"""The exact map of a line of a case against one of its numbers: slopes, kinks and jumps."""
