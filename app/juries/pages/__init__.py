"""Pages of juries: for organisers, for jurors, and pieces on others' pages."""

from app.juries.pages import deciding, judging, panel, pieces
from app.juries.pages.frame import blueprint

__all__ = ["blueprint", "deciding", "judging", "panel", "pieces"]
