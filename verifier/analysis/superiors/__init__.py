"""Documents held against those above them."""
