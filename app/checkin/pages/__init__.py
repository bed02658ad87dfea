"""Pages of the door: the organiser's numbers and doors, the desk, the scanner."""

from app.checkin.pages import desk, doors, live, pieces, scanner
from app.checkin.pages.base import blueprint

__all__ = ["blueprint", "desk", "doors", "live", "pieces", "scanner"]
