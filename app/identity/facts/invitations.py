"""What becomes of invitations."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Fact):
    """Somebody, or an organisation, was invited; or was sent the invitation once more."""

    invitation_id: int
    purpose: Code
    organisation_id: int | None
    role: Code | None
    sent_count: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    """Whoever was invited said yes."""

    invitation_id: int
    sender_id: int | None = None
    purpose: Code
    organisation_id: int | None
    role: Code | None


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(Fact):
    """Whoever was invited, or had the mail, said no."""

    invitation_id: int
    sender_id: int | None = None
    purpose: Code
    organisation_id: int | None


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was answered."""

    invitation_id: int
    purpose: Code
    organisation_id: int | None
