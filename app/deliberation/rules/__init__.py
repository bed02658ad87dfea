"""Decisions about a deliberation: the order of its items, and how a lot is drawn."""
