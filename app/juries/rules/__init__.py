"""Decisions about juries: conflicts of interest, when to judge, what a result needs."""
