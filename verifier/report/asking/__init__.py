"""Questions at a terminal, in words."""
