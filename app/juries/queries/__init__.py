"""Reads of panels, of what a juror may judge, and of results."""
