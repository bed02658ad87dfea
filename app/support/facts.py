"""What happened to invitations and mailings of a cluster."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ParticipantInvited(Fact):
    """A cluster asked an address to come to an event, for the first time or again."""

    invitation_id: int
    cluster_id: int
    sent_count: int


@dataclass(frozen=True, kw_only=True)
class ParticipantInvitationWithdrawn(Fact):
    """A cluster no longer asks an address to come."""

    invitation_id: int
    cluster_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantInvitationUsed(Fact):
    """Somebody whom a cluster invited has registered."""

    invitation_id: int
    cluster_id: int
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class MailingSent(Fact):
    """A cluster wrote to its participants."""

    mailing_id: int
    cluster_id: int
    recipients: int
