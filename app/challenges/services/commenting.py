"""Owner and organisers talk about a brief until it is published."""

from sqlalchemy import update

from app.challenges.facts import BriefCommented, CommentResolved
from app.challenges.models import Challenge, ChallengeComment
from app.challenges.policies import is_owner
from app.challenges.rules.phases import DRAFTING
from app.challenges.rules.sections import CommentSide, Section
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.core.permissions import Permission


def add_comment(actor: Actor, challenge_id: int, section: Section, text: str) -> ChallengeComment:
    """Say something about a part of a brief; the other side is told by mail."""
    challenge = _open_brief(actor, challenge_id)
    side = CommentSide.OWNER if is_owner(actor, challenge) else CommentSide.ORGANISER
    comment = ChallengeComment(
        challenge_id=challenge.id, section=section, side=side, text=text, by_id=actor.person_id
    )
    db.session.add(comment)
    db.session.flush()
    record(
        BriefCommented(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            comment_id=comment.id,
            title=challenge.title,
            section=section,
            side=side,
        )
    )
    return comment


def resolve_comment(
    actor: Actor, challenge_id: int, comment_id: int, *, is_resolved: bool = True
) -> Challenge:
    """Say that a comment is dealt with, or that it is not after all."""
    challenge = _open_brief(actor, challenge_id)
    now = clock.now()
    resolved = ChallengeComment.resolved_at
    changed = db.session.execute(
        update(ChallengeComment)
        .where(ChallengeComment.id == comment_id, ChallengeComment.challenge_id == challenge.id)
        .where(resolved.is_(None) if is_resolved else resolved.is_not(None))
        .values(
            resolved_at=now if is_resolved else None,
            resolved_by_id=actor.person_id if is_resolved else None,
        )
    )
    if changed.rowcount:  # type: ignore[attr-defined]  # a CursorResult
        record(
            CommentResolved(
                actor_id=actor.person_id,
                event_id=challenge.event_id,
                challenge_id=challenge.id,
                comment_id=comment_id,
                is_resolved=is_resolved,
            )
        )
    elif _is_elsewhere(challenge, comment_id):
        raise NotFound
    return challenge


def _open_brief(actor: Actor, challenge_id: int) -> Challenge:
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_EDIT, challenge)
    if challenge.phase not in DRAFTING:
        raise Conflict("comments_closed")
    return challenge


def _is_elsewhere(challenge: Challenge, comment_id: int) -> bool:
    found = db.session.get(ChallengeComment, comment_id)
    return found is None or found.challenge_id != challenge.id
