"""What suits whom in the open event, whom its owners invited, and what was answered."""

from datetime import UTC, timedelta

from app.demo.rules import script
from app.demo.services.stage import Book, Call, Stage, write
from app.matching.models import ChallengeInvitation, InvitationRefusal
from app.matching.rules import Answer
from app.matching.services import keep_suggestions


def write_matching(stage: Stage, book: Book) -> None:
    """Write the suggestions as the worker finds them, and what came of some of them."""
    data = script.read("matching.toml")
    calls = {call.row.key: call for call in book.calls}
    write(
        _invitation(stage, calls[key], place + 1, row)
        for key, rows in data["invited"].items()
        for place, row in enumerate(rows)
    )
    write(
        InvitationRefusal(
            organisation_id=stage.organisations[name].id,
            refused_by_id=stage.contacts[name].id,
            refused_at=stage.now - timedelta(days=days),
        )
        for name, days in data["refused"].items()
    )
    keep_suggestions(stage.now)


def _invitation(
    stage: Stage, call: Call, place: int, row: tuple[str, int, str]
) -> ChallengeInvitation:
    name, days_ago, answer = row
    at = stage.now - timedelta(days=days_ago)
    contact = stage.contacts.get(name)
    return ChallengeInvitation(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        organisation_id=stage.organisations[name].id,
        invited_by_id=call.challenge.created_by_id,
        invited_at=at,
        invited_on=at.astimezone(UTC).date(),
        place=place,
        answer=Answer(answer) if answer else None,
        answered_at=at + timedelta(hours=20) if answer else None,
        answered_by_id=contact.id if answer and contact else None,
    )
