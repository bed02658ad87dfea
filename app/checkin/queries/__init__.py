"""Reads at the door: for scanners, whose every statement counts, and for those who watch."""
