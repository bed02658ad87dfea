"""What oversight reads and shows."""

from app.oversight.schemas.tokens import NewTokenOut, TokenForm, TokenOut, described

__all__ = ["NewTokenOut", "TokenForm", "TokenOut", "described"]
