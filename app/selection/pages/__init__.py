"""Pages of the way from a draft to the shortlist."""

from app.selection.pages import board, panels, replying, screening
from app.selection.pages.base import blueprint

__all__ = ["blueprint", "board", "panels", "replying", "screening"]
