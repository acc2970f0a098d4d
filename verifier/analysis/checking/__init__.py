"""Properties asked of every person, and what becomes of an answer."""
