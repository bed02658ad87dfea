"""Pages of tickets: registering, holding one, and the organiser's side."""

from app.tickets.pages import (
    add_ons,
    attendees,
    badges,
    deciding,
    organiser,
    panels,
    public,
    support,
)
from app.tickets.pages.base import blueprint

__all__ = [
    "add_ons",
    "attendees",
    "badges",
    "blueprint",
    "deciding",
    "organiser",
    "panels",
    "public",
    "support",
]
