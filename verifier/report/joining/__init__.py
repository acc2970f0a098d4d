"""What ties two documents, in words."""
