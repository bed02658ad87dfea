"""Pages of proposals: for their authors, for organisers, and pieces on others' pages."""

from app.proposals.pages import author, consortium, editor, organiser, panels, timeline
from app.proposals.pages.base import blueprint

__all__ = ["author", "blueprint", "consortium", "editor", "organiser", "panels", "timeline"]
