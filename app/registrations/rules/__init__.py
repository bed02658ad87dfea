"""Decisions about registrations: what a list shows, what can be done to whom, what is the same."""
