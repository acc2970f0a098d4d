"""Mingzheng: welfare plans as answer set programs, computed and proved from one source."""
