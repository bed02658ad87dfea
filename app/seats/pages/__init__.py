"""Pages of the seats of companies: the organiser's, the company's, an invitation's."""

from app.seats.pages import company, group, organiser
from app.seats.pages.base import blueprint

__all__ = ["blueprint", "company", "group", "organiser"]
