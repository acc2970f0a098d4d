"""Why a line pays, and why it does not."""
