"""Decisions between a draft and the shortlist."""
