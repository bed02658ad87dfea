"""How the briefs of both events came to be: versions that were kept, and what was said of them."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from app.challenges.models import ChallengeComment, ChallengeMove, ChallengeVersion
from app.challenges.queries import content_of
from app.challenges.services.versions import OCCASIONS
from app.core.db import db
from app.demo.rules import script
from app.demo.rules.days import Day
from app.demo.services.stage import Book, Call, Stage, write
from challenges.canonical import digest
from challenges.lifecycle import Phase


def write_brief_lives(stage: Stage, *books: Book) -> None:
    """Write versions and comments; after all else, so that no other number changes."""
    calls = [call for book in books for call in book.calls]
    write(version for call in calls for version in _versions(stage, call))
    write(_comments(stage, {call.row.key: call for call in calls}))


def _versions(stage: Stage, call: Call) -> Iterator[ChallengeVersion]:
    moves = db.session.scalars(
        select(ChallengeMove)
        .where(ChallengeMove.challenge_id == call.challenge.id)
        .where(ChallengeMove.to_phase.in_(list(OCCASIONS)))
        .order_by(ChallengeMove.at)
    )
    last = content_of(call.challenge)
    changed = {row.field: row.was for row in script.earlier() if row.challenge == call.row.key}
    for number, move in enumerate(moves, 1):
        content = last | changed if move.to_phase == Phase.IN_REVIEW else last
        yield ChallengeVersion(
            id=stage.ids.new(),
            challenge_id=call.challenge.id,
            number=number,
            occasion=OCCASIONS[Phase(move.to_phase)],
            content=content,
            digest=digest(content),
            at=move.at,
            by_id=move.by_id,
        )


def _comments(stage: Stage, calls: dict[str, Call]) -> Iterator[ChallengeComment]:
    for number, row in enumerate(script.brief_comments()):
        challenge = calls[row.challenge].challenge
        at = Day.from_now(stage.now, 0).at("10:20", row.days) + timedelta(minutes=37 * number)
        at = min(at, stage.now - timedelta(minutes=45 - number))
        by_id = challenge.created_by_id if row.side == "owner" else stage.lead().id
        yield ChallengeComment(
            id=stage.ids.new(),
            challenge_id=challenge.id,
            section=row.section,
            side=row.side,
            text=row.text,
            at=at,
            by_id=by_id,
            resolved_at=at + timedelta(hours=5) if row.resolved else None,
            resolved_by_id=challenge.created_by_id if row.resolved else None,
        )
