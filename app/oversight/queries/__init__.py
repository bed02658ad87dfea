"""Reads of oversight."""

from app.oversight.queries.tokens import list_tokens

__all__ = ["list_tokens"]
