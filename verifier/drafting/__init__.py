"""Drafting: a plan of one's own, from a commented skeleton."""
