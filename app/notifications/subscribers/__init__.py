"""Which letters follow from which facts."""

from app.notifications import sending
from app.notifications.subscribers import (
    challenges,
    clusters,
    invitations,
    joining,
    juries,
    links,
    merging,
    oversight,
    people,
    privacy,
    proposals,
    security,
    selection,
    support,
    team,
    tickets,
)

__all__ = [
    "challenges",
    "clusters",
    "invitations",
    "joining",
    "juries",
    "links",
    "merging",
    "oversight",
    "people",
    "privacy",
    "proposals",
    "security",
    "selection",
    "sending",
    "support",
    "team",
    "tickets",
]
