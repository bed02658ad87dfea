"""Asking, answering, correcting, following, and reminding of deadlines."""
