"""Following a challenge, and ending that, signed in or by the link in a mail."""

from sqlalchemy import delete

from app.challenges.models import Challenge
from app.challenges.queries import get_visible_challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.facts import record
from app.core.permissions import Permission
from app.enquiries.facts import ChallengeFollowed, ChallengeUnfollowed
from app.enquiries.models import ChallengeFollower
from app.enquiries.queries import find_follower, get_by_link


def follow_challenge(actor: Actor, challenge_id: int) -> ChallengeFollower:
    """Have the actor told what happens to a challenge; once is enough."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CHALLENGE_FOLLOW, challenge)
    return ensure_following(actor, challenge)


def ensure_following(actor: Actor, challenge: Challenge) -> ChallengeFollower:
    """Make the actor a follower who is not one yet."""
    found = find_follower(actor, challenge.id)
    if found is not None:
        return found
    follower = ChallengeFollower(challenge_id=challenge.id, person_id=actor.person_id)
    db.session.add(follower)
    db.session.flush()
    record(
        ChallengeFollowed(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            person_id=follower.person_id,
        )
    )
    return follower


def unfollow_challenge(actor: Actor, challenge_id: int) -> None:
    """No longer tell the actor what happens to a challenge; twice does no harm."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CHALLENGE_FOLLOW, challenge)
    follower = find_follower(actor, challenge_id)
    if follower is not None:
        _end(actor, follower, challenge)


def unfollow_by_link(actor: Actor, link: str) -> Challenge:
    """End the following that a mailed link is about, whoever opens it."""
    follower = get_by_link(link)
    challenge = follower.challenge
    _end(actor, follower, challenge)
    return challenge


def _end(actor: Actor, follower: ChallengeFollower, challenge: Challenge) -> None:
    gone = delete(ChallengeFollower).where(ChallengeFollower.id == follower.id)
    if db.session.scalar(gone.returning(ChallengeFollower.id)) is None:
        return
    record(
        ChallengeUnfollowed(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            person_id=follower.person_id,
        )
    )
