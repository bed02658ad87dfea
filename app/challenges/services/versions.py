"""Keeping what a brief said when it was submitted or published."""

from sqlalchemy import func, select

from app.challenges.models import Challenge, ChallengeVersion
from app.challenges.queries.versions import content_of
from app.core.authz import Actor
from app.core.db import db
from challenges.canonical import digest
from challenges.lifecycle import Phase

OCCASIONS = {Phase.IN_REVIEW: "submitted", Phase.PUBLISHED: "published"}


def keep_version(actor: Actor, challenge: Challenge, to: Phase) -> None:
    """Keep what the brief of a challenge says as it moves on; the challenge is locked."""
    latest = select(func.max(ChallengeVersion.number)).where(
        ChallengeVersion.challenge_id == challenge.id
    )
    content = content_of(challenge)
    db.session.add(
        ChallengeVersion(
            challenge_id=challenge.id,
            number=(db.session.scalar(latest) or 0) + 1,
            occasion=OCCASIONS[to],
            content=content,
            digest=digest(content),
            by_id=actor.person_id,
        )
    )
