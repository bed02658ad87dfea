"""Pages of challenges: for everybody, for owners, for organisers, and pieces on others' pages."""

from app.challenges.pages import (
    clones,
    editor,
    organiser,
    panels,
    public,
    rounds,
    start,
    versions,
    words,
)
from app.challenges.pages.base import blueprint

__all__ = [
    "blueprint",
    "clones",
    "editor",
    "organiser",
    "panels",
    "public",
    "rounds",
    "start",
    "versions",
    "words",
]
