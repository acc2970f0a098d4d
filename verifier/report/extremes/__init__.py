"""The worst, the readings and the idle, in words."""
