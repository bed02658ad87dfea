"""Pages of the way from a draft to the shortlist."""

from app.selection.pages import board
from app.selection.pages.base import blueprint

__all__ = ["blueprint", "board"]
