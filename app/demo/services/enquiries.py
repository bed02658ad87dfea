"""Questions about the challenges of the open event, answered and open, and who follows them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.demo.rules import script
from app.demo.rules.days import Day
from app.demo.rules.script import EnquiryRow
from app.demo.services.stage import Book, Stage, write
from app.enquiries.models import ChallengeFollower, Enquiry
from app.enquiries.rules import EnquiryState, fingerprint
from app.identity.models import Person

ASKED, PUBLISHED = "09:40", "16:10"
# Who follows what beside those who asked.
FOLLOWED = {"applicant@example.org": ("O2", "O3"), "attendee@example.org": ("O1",)}


def write_enquiries(stage: Stage, book: Book) -> None:
    """Write what was asked, what was answered, and who is told of it."""
    rows = script.enquiries()
    write(_enquiry(stage, book, row) for row in rows)
    askers = {(row.challenge, row.by): stage.contacts[row.by] for row in rows}
    chosen = [(key, person) for (key, _by), person in askers.items()]
    chosen += [(key, stage.people[email]) for email, keys in FOLLOWED.items() for key in keys]
    write(_followers(stage, book, chosen))


def _enquiry(stage: Stage, book: Book, row: EnquiryRow) -> Enquiry:
    call = next(one for one in book.calls if one.row.key == row.challenge)
    state = _state(row)
    published_at = _at(stage, PUBLISHED, row.published) if row.published else None
    answered = {
        "answer": row.answer,
        "private_reason": row.reason,
        "answered_at": published_at or _at(stage, ASKED, row.asked) + timedelta(hours=20),
        "answered_by_id": call.challenge.created_by_id,
        "published_at": published_at,
        "version": 2,
    }
    return Enquiry(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        asked_by_id=stage.contacts[row.by].id,
        organisation_id=stage.organisations[row.by].id,
        state=state,
        asked_text=row.text,
        text=row.edited or row.text,
        fingerprint=fingerprint(row.text),
        asked_at=_at(stage, ASKED, row.asked),
        corrections=_corrections(stage, row),
        **(answered if state is not EnquiryState.OPEN else {}),
    )


def _corrections(stage: Stage, row: EnquiryRow) -> list[dict[str, str]]:
    if not row.before:
        return []
    return [{"answer": row.before, "until": _at(stage, PUBLISHED, row.corrected).isoformat()}]


def _state(row: EnquiryRow) -> EnquiryState:
    if row.published:
        return EnquiryState.PUBLISHED
    if row.reason:
        return EnquiryState.PRIVATE
    return EnquiryState.ANSWERED if row.answer else EnquiryState.OPEN


def _at(stage: Stage, clock: str, days_ago: int) -> datetime:
    return Day.from_now(stage.now, 0).at(clock, -days_ago)


def _followers(
    stage: Stage, book: Book, chosen: list[tuple[str, Person]]
) -> Iterator[ChallengeFollower]:
    challenges = {call.row.key: call.challenge for call in book.calls}
    for key, person in dict.fromkeys(chosen):
        yield ChallengeFollower(
            id=stage.ids.new(),
            challenge_id=challenges[key].id,
            person_id=person.id,
            followed_at=_at(stage, ASKED, 2),
        )
