"""What happened to lists of registrations."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class AttendeeViewSaved(Fact):
    """Somebody gave a way to look at the attendees a name."""

    view_id: int
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class AttendeeViewDeleted(Fact):
    """Somebody dropped a way to look at the attendees."""

    view_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignLinkAdded(Fact):
    """There is another link to count a campaign by."""

    link_id: int
    channel: Code


@dataclass(frozen=True, kw_only=True)
class CampaignLinkRemoved(Fact):
    """A link of a campaign is no longer offered; who came by it stays counted."""

    link_id: int
    channel: Code


@dataclass(frozen=True, kw_only=True)
class AttendeeListUploaded(Fact):
    """An organiser uploaded a list of people."""

    import_id: int
    sha256: Code


@dataclass(frozen=True, kw_only=True)
class AttendeeImportStarted(Fact):
    """An organiser had people registered from a list."""

    import_id: int
    work_id: int


@dataclass(frozen=True, kw_only=True)
class AttendeeImportUndone(Fact):
    """An organiser took back what an import had made."""

    import_id: int
    gone: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class AttendeesActedOn(Fact):
    """Somebody did one thing with many tickets at once."""

    act: Code
    number: int


@dataclass(frozen=True, kw_only=True)
class DoubleDismissed(Fact):
    """Somebody said that two tickets are of two people."""

    ticket_id: int
    other_id: int


@dataclass(frozen=True, kw_only=True)
class TicketsMerged(Fact):
    """Two tickets of one person are one; the other one is cancelled, its place is free."""

    ticket_id: int
    dropped_id: int
