"""Reads of invitations, mailings and figures."""
