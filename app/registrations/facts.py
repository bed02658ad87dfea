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
