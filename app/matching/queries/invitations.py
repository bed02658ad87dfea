"""Reads of invitations to challenges."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.matching.models import ChallengeInvitation, InvitationRefusal


def _whole() -> Select[ChallengeInvitation]:
    challenge = joinedload(ChallengeInvitation.challenge)
    return select(ChallengeInvitation).options(
        challenge.joinedload(Challenge.event),
        challenge.joinedload(Challenge.owner_organisation),
        joinedload(ChallengeInvitation.organisation),
    )


def list_invitations(organisation_ids: Collection[int]) -> Sequence[ChallengeInvitation]:
    """Return the invitations of some organisations, the newest first."""
    query = _whole().where(ChallengeInvitation.organisation_id.in_(organisation_ids))
    newest = (ChallengeInvitation.invited_at.desc(), ChallengeInvitation.id)
    return db.session.scalars(query.order_by(*newest).limit(100)).all()


def list_unanswered(organisation_ids: Collection[int]) -> Sequence[ChallengeInvitation]:
    """Return the invitations that wait for the answer of some organisations, the oldest first."""
    query = _whole().where(
        ChallengeInvitation.organisation_id.in_(organisation_ids),
        ChallengeInvitation.answer.is_(None),
    )
    oldest = (ChallengeInvitation.invited_at, ChallengeInvitation.id)
    return db.session.scalars(query.order_by(*oldest).limit(20)).all()


def find_invitation(invitation_id: int) -> ChallengeInvitation | None:
    """Return an invitation to a challenge with both sides, None where there is none."""
    return db.session.scalar(_whole().where(ChallengeInvitation.id == invitation_id))


def get_invitation(actor: Actor, invitation_id: int) -> ChallengeInvitation:
    """Return an invitation to one of the actor's organisations."""
    found = find_invitation(invitation_id)
    if found is None:
        raise NotFound
    authorize(actor, Permission.SUGGESTION_VIEW, found.organisation)
    return found


def count_sent_on(challenge_id: int, day: date) -> int:
    """Return the highest place that an invitation of a challenge has on a day: how many it sent."""
    query = select(func.max(ChallengeInvitation.place)).where(
        ChallengeInvitation.challenge_id == challenge_id, ChallengeInvitation.invited_on == day
    )
    return db.session.scalar(query) or 0


def takes_invitations(organisation_id: int) -> bool:
    """Whether an organisation has not asked to be left alone."""
    return db.session.get(InvitationRefusal, organisation_id) is None
