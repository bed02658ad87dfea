"""Pages of deliberations: the room, its items, the minutes."""

from app.deliberation.pages import minutes, panels, rooms, screen
from app.deliberation.pages.base import blueprint

__all__ = ["blueprint", "minutes", "panels", "rooms", "screen"]
