"""Questions at a terminal for what a case leaves out."""
