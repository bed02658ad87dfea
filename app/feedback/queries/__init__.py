"""Reads of letters, of replies to them, and of certificates."""
