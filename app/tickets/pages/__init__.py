"""Pages of tickets: registering, holding one, and the organiser's side."""

from app.tickets.pages import attendees, badges, organiser, panels, public, support
from app.tickets.pages.base import blueprint

__all__ = ["attendees", "badges", "blueprint", "organiser", "panels", "public", "support"]
