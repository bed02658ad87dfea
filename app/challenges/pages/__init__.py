"""Pages of challenges: for everybody, for owners, for organisers, and pieces on others' pages."""

from app.challenges.pages import editor, organiser, panels, public, versions, words
from app.challenges.pages.base import blueprint

__all__ = ["blueprint", "editor", "organiser", "panels", "public", "versions", "words"]
