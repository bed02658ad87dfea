"""Use cases of oversight."""

from app.oversight.services.tokens import create_token

__all__ = ["create_token"]
