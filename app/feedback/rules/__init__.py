"""Decisions about letters: which level stands, what leaks, until when a reply is taken."""
