"""Asking, answering, following, and reminding of deadlines."""
