"""Reads of rooms, of what comes up in them, and of minutes."""
