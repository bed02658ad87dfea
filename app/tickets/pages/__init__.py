"""Pages of tickets: registering, holding one, and the organiser's side."""

from app.tickets.pages import (
    add_ons,
    answers,
    attendees,
    changing,
    choosing,
    coming,
    deciding,
    organiser,
    panels,
    public,
    questions,
    requests,
    support,
    transfers,
    vouchers,
    waiting,
)
from app.tickets.pages.base import blueprint

__all__ = [
    "add_ons",
    "answers",
    "attendees",
    "blueprint",
    "changing",
    "choosing",
    "coming",
    "deciding",
    "organiser",
    "panels",
    "public",
    "questions",
    "requests",
    "support",
    "transfers",
    "vouchers",
    "waiting",
]
