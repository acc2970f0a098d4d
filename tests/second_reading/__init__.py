"""Second, independent reading of two documents in plain Python, written from their texts alone."""
