"""One small plan for this project, for CrossHair and for clingcon, asked the same questions."""
