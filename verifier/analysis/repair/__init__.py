"""The smallest change of figures with which a property holds for everyone, proved."""
