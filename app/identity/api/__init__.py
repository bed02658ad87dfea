"""The API of people and organisations."""

from app.identity.api import (
    crossed,
    invitations,
    members,
    organisations,
    people,
    profiles,
    second_step,
    sessions,
)
from app.identity.api.frame import (
    blueprint,
)

__all__ = [
    "blueprint",
    "crossed",
    "invitations",
    "members",
    "organisations",
    "people",
    "profiles",
    "second_step",
    "sessions",
]
