"""Pages of the door: the organiser's numbers and doors, the desk, the scanner."""

from app.checkin.pages import (
    checkpoints,
    desk,
    doors,
    helping,
    live,
    paper,
    pieces,
    review,
    scanner,
)
from app.checkin.pages.base import blueprint

__all__ = [
    "blueprint",
    "checkpoints",
    "desk",
    "doors",
    "helping",
    "live",
    "paper",
    "pieces",
    "review",
    "scanner",
]
