"""Reads of what is matched, and of what came of it."""
