"""How far an event is, what it still lacks, which sessions collide, how its keys are derived."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class EventKind(StrEnum):
    """Whether people meet on a day, or standing challenges are open for months."""

    DAY = "day"
    PORTAL = "portal"


class EventState(StrEnum):
    """How far an event has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"


class KeyReason(StrEnum):
    """Why an event's badges are signed with another key."""

    LEAKED = "leaked"
    PLANNED = "planned"
    OTHER = "other"


MOST_BADGE_KEYS = 16  # a code has four bits for the number of its key


def typing_key(secret: bytes) -> bytes:
    """Return what proves the typed codes of a badge key; the badge key cannot be told from it."""
    return hmac.digest(secret, b"typed code", hashlib.sha256)


class TeamRole(StrEnum):
    """What a member of an event's team is trusted with."""

    LEAD = "lead"
    CO_ORGANISER = "co_organiser"
    DESK = "desk"
    SCANNER = "scanner"
    REPORT_READER = "report_reader"


class PartnerRole(StrEnum):
    """What an organisation is to an event beside the lead; only a co-organiser runs it too."""

    CO_ORGANISER = "co_organiser"
    ASSOCIATE = "associate"


# Whom only a Day needs: the people at the door.
ROLES_OF_A_DAY = frozenset({TeamRole.DESK, TeamRole.SCANNER})


class SessionKind(StrEnum):
    """Who may come to a session; programmes count the kinds differently."""

    PUBLIC = "public"
    CLOSED = "closed"
    INTERNAL = "internal"


class Stage(StrEnum):
    """Where an event stands on its way, as its organiser sees it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPEN = "open"
    JURY = "jury"
    DAY = "day"
    FOLLOW_UP = "follow_up"


STAGES_OF = {
    EventKind.DAY: tuple(Stage),
    EventKind.PORTAL: (Stage.DRAFT, Stage.PUBLISHED, Stage.OPEN, Stage.FOLLOW_UP),
}


@dataclass(frozen=True)
class Slot:
    """A session's place in time and house; `id` is None for one that is yet to be made."""

    id: int | None
    room: str
    starts_at: datetime
    ends_at: datetime


class Plan(Protocol):
    """What has to be known of an event to say how far it is."""

    @property
    def kind(self) -> str:
        """A Day or a portal."""

    @property
    def state(self) -> str:
        """The stored state."""

    @property
    def starts_at(self) -> datetime:
        """The beginning."""

    @property
    def ends_at(self) -> datetime:
        """The end."""


def stage_of(
    event: Plan,
    now: datetime,
    *,
    calls_open: bool = False,
    calls_closed: bool = False,
) -> Stage:
    """Return where an event stands; its challenges say whether calls are open or over."""
    if event.state == EventState.DRAFT:
        return Stage.DRAFT
    if event.ends_at <= now or event.state in (EventState.CLOSED, EventState.ARCHIVED):
        return Stage.FOLLOW_UP
    is_portal = event.kind == EventKind.PORTAL
    if event.starts_at <= now and not is_portal:
        return Stage.DAY
    if calls_open:
        return Stage.OPEN
    if is_portal:
        return Stage.PUBLISHED
    return Stage.JURY if calls_closed else Stage.PUBLISHED


def missing_for_publication(event: "Draft", now: datetime) -> tuple[str, ...]:
    """Return what keeps an event from being published, as codes with words."""
    checks = {
        "event_is_over": event.ends_at <= now,
        "event_needs_summary": not event.summary.strip(),
        "event_needs_venue": event.kind == EventKind.DAY and not event.venue_name.strip(),
    }
    return tuple(code for code, is_missing in checks.items() if is_missing)


class Draft(Plan, Protocol):
    """What has to be known of an event to publish it."""

    @property
    def summary(self) -> str:
        """One or two sentences."""

    @property
    def venue_name(self) -> str:
        """Where it is."""


def find_collision(slot: Slot, others: Iterable[Slot]) -> Slot | None:
    """Return a session in the same room at the same time; the end of one may start the next."""
    if not slot.room:
        return None
    for other in others:
        same_room = other.id != slot.id and other.room.casefold() == slot.room.casefold()
        if same_room and slot.starts_at < other.ends_at and other.starts_at < slot.ends_at:
            return other
    return None
