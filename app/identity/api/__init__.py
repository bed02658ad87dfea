"""The API of people and organisations."""

from app.identity.api import invitations, members, organisations, people, second_step, sessions
from app.identity.api.frame import blueprint

__all__ = [
    "blueprint",
    "invitations",
    "members",
    "organisations",
    "people",
    "second_step",
    "sessions",
]
