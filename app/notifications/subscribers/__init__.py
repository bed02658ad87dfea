"""Which letters follow from which facts."""

from app.notifications import sending
from app.notifications.subscribers import (
    challenges,
    clusters,
    enquiries,
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
    "enquiries",
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
