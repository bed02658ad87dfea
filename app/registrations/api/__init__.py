"""Lists of registrations, for programs."""

from app.registrations.api import importing, lists, many
from app.registrations.api.frame import blueprint

__all__ = ["blueprint", "importing", "lists", "many"]
