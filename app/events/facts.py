"""What happens to events."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class EventCreated(Fact):
    """An event was planned."""

    slug: Code
    lead_organisation_id: int


@dataclass(frozen=True, kw_only=True)
class EventChanged(Fact):
    """What is said of an event changed; `changed` names the fields."""

    changed: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class EventPublished(Fact):
    """An event was made public."""

    slug: Code


@dataclass(frozen=True, kw_only=True)
class BadgeKeyMade(Fact):
    """New codes on badges are signed with another key."""

    number: int
    reason: Code


@dataclass(frozen=True, kw_only=True)
class BadgeKeysRetired(Fact):
    """The codes that some keys signed count no longer."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ProgrammeChanged(Fact):
    """A session was added, changed or removed."""

    session_id: int
    change: Code


@dataclass(frozen=True, kw_only=True)
class TeamMemberAdded(Fact):
    """Somebody was put on the team of an event."""

    person_id: int
    role: Code


@dataclass(frozen=True, kw_only=True)
class TeamMemberChanged(Fact):
    """Somebody on the team of an event got another role, or acts for another cluster."""

    person_id: int
    role: Code


@dataclass(frozen=True, kw_only=True)
class TeamMemberRemoved(Fact):
    """Somebody was taken off the team of an event."""

    person_id: int
    role: Code


@dataclass(frozen=True, kw_only=True)
class LeadHandedOver(Fact):
    """An owner of the cluster leads an event whose only lead was taken out of the cluster."""

    person_id: int
    former_id: int


@dataclass(frozen=True, kw_only=True)
class PartnerAdded(Fact):
    """An organisation now runs an event beside the lead."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class PartnerRemoved(Fact):
    """An organisation no longer runs an event."""

    organisation_id: int
