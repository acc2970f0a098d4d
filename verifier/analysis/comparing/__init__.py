"""What two documents change, for whom, and by how much."""
