"""The course of an amount, as a table and as a picture."""
