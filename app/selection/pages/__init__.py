"""Pages of the way from a draft to the shortlist."""

from app.selection.pages import board, links, panels, replying, screening
from app.selection.pages.base import blueprint

__all__ = ["blueprint", "board", "links", "panels", "replying", "screening"]
