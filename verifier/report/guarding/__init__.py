"""Waivers and changes, in words."""
