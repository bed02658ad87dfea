"""Inviting organisations to a challenge, and what they answer."""

from datetime import UTC
from typing import Any

from sqlalchemy import delete, select, update

from app.challenges.models import Challenge
from app.challenges.queries import get_visible_challenge
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, RateLimited
from app.core.facts import record
from app.core.permissions import Permission
from app.identity.models import Organisation
from app.matching import facts
from app.matching.models import ChallengeInvitation, InvitationRefusal
from app.matching.queries.invitations import (
    count_sent_on,
    get_invitation,
    takes_invitations,
)
from app.matching.queries.loading import wanted_from
from app.matching.queries.suggestions import get_suggested_organisation
from app.matching.rules import MOST_A_DAY, Answer, left_today
from challenges.matching import Profile, obstacles

DAY_SECONDS = 24 * 3600


def invite_organisation(
    actor: Actor, challenge_id: int, *, organisation_id: int
) -> ChallengeInvitation:
    """Invite an organisation of the directory that may apply; once, and so many a day."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CANDIDATE_INVITE, challenge)
    now = clock.now()
    if has_closed(challenge, now):
        raise Conflict("challenge_takes_none")
    _check_candidate(challenge, organisation_id)
    # Two who invite at once take turns; were they not to, the unique key would refuse one.
    db.session.execute(select(Challenge.id).where(Challenge.id == challenge.id).with_for_update())
    today = now.astimezone(UTC).date()
    sent = count_sent_on(challenge.id, today)
    if not left_today(sent):
        raise RateLimited("invitations_spent", most=MOST_A_DAY, seconds=DAY_SECONDS)
    invitation = ChallengeInvitation(
        challenge_id=challenge.id,
        organisation_id=organisation_id,
        invited_by_id=actor.person_id,
        invited_at=now,
        invited_on=today,
        place=sent + 1,
    )
    db.session.add(invitation)
    db.session.flush()
    record(
        facts.OrganisationInvitedToChallenge(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            organisation_id=organisation_id,
            invitation_id=invitation.id,
        )
    )
    return invitation


def _check_candidate(challenge: Challenge, organisation_id: int) -> None:
    one = db.session.get(Organisation, organisation_id)
    if one is None or one.listed_at is None:
        raise Invalid("organisation_unlisted", field="organisation_id")
    profile = Profile(key=one.id, kind=str(one.kind), country=one.country, size=one.size_class)
    if obstacles(profile, wanted_from([challenge])[0]):
        raise Invalid("not_a_candidate", field="organisation_id")
    if not takes_invitations(one.id):
        raise Conflict("invitations_unwanted")


def answer_invitation(actor: Actor, invitation_id: int, *, answer: Answer) -> ChallengeInvitation:
    """Say in the name of an organisation whether the challenge interests it; once."""
    invitation = get_invitation(actor, invitation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, invitation.organisation)
    now = clock.now()
    answered = (
        update(ChallengeInvitation)
        .where(ChallengeInvitation.id == invitation_id, ChallengeInvitation.answer.is_(None))
        .values(answer=answer, answered_at=now, answered_by_id=actor.person_id)
        .returning(ChallengeInvitation.id)
    )
    if db.session.scalar(answered) is None:
        raise Conflict("challenge_invitation_answered")
    db.session.refresh(invitation)
    record(
        facts.ChallengeInvitationAnswered(
            actor_id=actor.person_id,
            event_id=invitation.challenge.event_id,
            challenge_id=invitation.challenge_id,
            organisation_id=invitation.organisation_id,
            invitation_id=invitation.id,
            answer=str(answer),
        )
    )
    return invitation


def set_wish(actor: Actor, organisation_id: int, *, is_wanted: bool) -> bool:
    """Say whether an organisation wants to be invited to challenges; its owners decide."""
    organisation = get_suggested_organisation(actor, organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    ids: dict[str, Any] = {"actor_id": actor.person_id, "organisation_id": organisation.id}
    if is_wanted:
        gone = (
            delete(InvitationRefusal)
            .where(InvitationRefusal.organisation_id == organisation.id)
            .returning(InvitationRefusal.organisation_id)
        )
        if db.session.scalar(gone) is not None:
            record(facts.ChallengeInvitationsWelcomed(**ids))
    elif takes_invitations(organisation.id):
        by = {"organisation_id": organisation.id, "refused_by_id": actor.person_id}
        db.session.add(InvitationRefusal(**by))
        db.session.flush()
        record(facts.ChallengeInvitationsRefused(**ids))
    return is_wanted
