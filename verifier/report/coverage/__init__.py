"""What became of each sentence of a document."""
