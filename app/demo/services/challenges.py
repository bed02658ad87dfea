"""The challenges of both events, from the briefs that ship with the product."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.challenges.models import Challenge, ChallengeCriterion, ChallengeMove, ChallengeQuestion
from app.challenges.queries import get_library_brief
from app.challenges.rules.drafting import values_of
from app.demo.rules import script
from app.demo.rules.days import Day
from app.demo.rules.script import ChallengeRow
from app.demo.services.stage import Book, Call, Stage, write
from app.events.models import Event
from challenges.brief import Brief
from challenges.lifecycle import Phase

# A finished challenge: what moved it where, so many days before or after the event.
HISTORY = (
    (Phase.DRAFT, Phase.IN_REVIEW, -102, "16:40"),
    (Phase.IN_REVIEW, Phase.PUBLISHED, -95, "10:15"),
    (Phase.CLOSED, Phase.SCREENING, -56, "08:30"),
    (Phase.SCREENING, Phase.JURY, -51, "14:00"),
    (Phase.JURY, Phase.SHORTLIST, -35, "11:00"),
    (Phase.SHORTLIST, Phase.DECISION, 0, "15:20"),
    (Phase.DECISION, Phase.FOLLOW_UP, 14, "09:00"),
)
OPENS, CLOSES, DECIDES, DRAFTED = -84, -56, 0, -110
# Where a challenge of the open event came from, so many days before it opened or after it closed.
BEFORE_OPENING = {Phase.IN_REVIEW: -12, Phase.PUBLISHED: -7}
AFTER_CLOSING = {Phase.SCREENING: 1, Phase.JURY: 5}


def write_challenges(stage: Stage, book: Book, key: str) -> None:
    """Write the challenges of an event with what happened to them."""
    rows = script.challenges(key)
    if key == "finished":
        book.calls = [Call(row, _finished(stage, book, row)) for row in rows]
    else:
        book.calls = [Call(row, _open(stage, book.event, row)) for row in rows]
    in_order = sorted(call.challenge.id for call in book.calls)  # lists fall back on ids
    for number, (call, challenge_id) in enumerate(zip(book.calls, in_order, strict=True)):
        call.challenge.id = challenge_id
        call.challenge.created_at += timedelta(hours=number)
    write(call.challenge for call in book.calls)
    for call in book.calls:
        write(_finished_moves(stage, book, call) if key == "finished" else _open_moves(stage, call))


def _finished(stage: Stage, book: Book, row: ChallengeRow) -> Challenge:
    return _challenge(
        stage,
        book.event,
        row,
        opens_at=book.day.at("09:00", OPENS),
        closes_at=book.day.at("17:00", CLOSES),
        decision_on=book.day.at("12:00", DECIDES).date(),
        published_at=book.day.at(HISTORY[1][3], HISTORY[1][2]),
        created_at=book.day.at("13:00", DRAFTED),
    )


def write_standing(stage: Stage, portal: Event) -> list[Call]:
    """Write the challenges of a portal with what happened to them."""
    calls = [Call(row, _open(stage, portal, row)) for row in script.standing()]
    write(call.challenge for call in calls)
    write(move for call in calls for move in _open_moves(stage, call))
    return calls


def _open(stage: Stage, event: Event, row: ChallengeRow) -> Challenge:
    today = Day.from_now(stage.now, 0)
    is_public = row.phase not in (Phase.DRAFT, Phase.IN_REVIEW)
    opens_at = today.at("09:00", row.opens)
    return _challenge(
        stage,
        event,
        row,
        opens_at=opens_at,
        closes_at=today.at("17:00", row.closes),
        decision_on=today.at("12:00", row.decision).date(),
        published_at=opens_at + timedelta(days=BEFORE_OPENING[Phase.PUBLISHED])
        if is_public
        else None,
        created_at=min(opens_at - timedelta(days=20), stage.now - timedelta(days=2)),
    )


def _challenge(stage: Stage, event: Event, row: ChallengeRow, **dates: Any) -> Challenge:
    brief = get_library_brief(row.brief)
    values = values_of(brief)
    for old, new in row.instead:
        values["context"] = values["context"].replace(old, new)
    del values["questions"], values["criteria"]
    challenge = Challenge(
        id=stage.ids.new(),
        event_id=event.id,
        owner_organisation_id=stage.organisations[row.owner].id,
        created_by_id=stage.contacts[row.owner].id,
        brief_id=brief.id,
        phase=row.phase,
        sponsor_name=row.sponsor,
        **values,
        **dates,
    )
    _add_parts(stage, challenge, brief)
    return challenge


def _add_parts(stage: Stage, challenge: Challenge, brief: Brief) -> None:
    challenge.criteria = [
        ChallengeCriterion(
            id=stage.ids.new(),
            position=position,
            key=criterion.key,
            name=criterion.name,
            description=criterion.description,
            weight=criterion.weight,
            levels=list(criterion.levels),
        )
        for position, criterion in enumerate(brief.criteria)
    ]
    challenge.questions = [
        ChallengeQuestion(
            id=stage.ids.new(),
            position=position,
            key=question.key,
            label=question.label,
            help=question.help,
            max_words=question.max_words,
        )
        for position, question in enumerate(brief.questions)
    ]


def _finished_moves(stage: Stage, book: Book, call: Call) -> Iterator[ChallengeMove]:
    for source, target, days, clock in HISTORY:
        reason = call.row.no_award if target is Phase.FOLLOW_UP else ""
        yield _move(stage, call, (source, target), book.day.at(clock, days), reason)


def _open_moves(stage: Stage, call: Call) -> Iterator[ChallengeMove]:
    """Return what brought a challenge of the open event to where it stands."""
    phase, challenge = Phase(call.row.phase), call.challenge
    if phase is Phase.DRAFT or challenge.opens_at is None or challenge.closes_at is None:
        return
    sent = challenge.opens_at + timedelta(days=BEFORE_OPENING[Phase.IN_REVIEW], hours=6)
    sent = min(sent, stage.now - timedelta(hours=20))
    yield _move(stage, call, (Phase.DRAFT, Phase.IN_REVIEW), sent)
    if challenge.published_at is not None:
        moment = challenge.published_at
        yield _move(stage, call, (Phase.IN_REVIEW, Phase.PUBLISHED), moment)
    source = Phase.CLOSED
    for target, days in AFTER_CLOSING.items():
        if source is not phase and phase in AFTER_CLOSING:
            yield _move(stage, call, (source, target), challenge.closes_at + timedelta(days=days))
            source = target


def _move(
    stage: Stage, call: Call, step: tuple[Phase, Phase], at: datetime, reason: str = ""
) -> ChallengeMove:
    is_owner = step[1] is Phase.IN_REVIEW
    return ChallengeMove(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        from_phase=step[0],
        to_phase=step[1],
        at=at,
        by_id=call.challenge.created_by_id if is_owner else stage.lead().id,
        reason=reason,
    )
