"""What a policy does at most: the worst own payment, what a reading changes, and what nothing."""
