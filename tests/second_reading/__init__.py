"""Second, independent reading of each document in plain Python, written from their texts alone."""
