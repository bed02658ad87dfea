"""What happens between challenges and the organisations that suit them."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationInvitedToChallenge(Fact):
    """A challenge owner invited an organisation of the directory to answer a challenge."""

    challenge_id: int
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeInvitationAnswered(Fact):
    """An organisation said whether an invitation to a challenge interests it."""

    challenge_id: int
    organisation_id: int
    invitation_id: int
    answer: Code


@dataclass(frozen=True, kw_only=True)
class ChallengeInvitationsRefused(Fact):
    """An organisation asked not to be invited to challenges any more."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeInvitationsWelcomed(Fact):
    """An organisation takes invitations to challenges again."""

    organisation_id: int
