"""Pitch days: the one planned for the jury at work, and the one that the finished event held."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.demo.rules import script
from app.demo.rules.chance import chance
from app.demo.services.stage import Bid, Book, Call, Stage, write
from app.juries.models import (
    Assignment,
    JudgingRound,
    Juror,
    Rubric,
    Score,
    Scorecard,
    ScorecardSave,
)
from app.juries.queries.pairing import barred_to
from app.juries.rules.judging import Judgement, Mark
from app.juries.rules.saving import content_of
from app.pitches.facts import PitchClosed, PitchOpened, VoteClosed, VoteDeclared, VoteOpened
from app.pitches.models import AudienceVote, Ballot, Pitch, PitchDay
from app.pitches.rules import Minutes, timetable
from app.tickets.models import Ticket
from challenges.scoring import TOP

NAME = "Pitch day"
MINUTES = ("pitch_minutes", "question_minutes", "change_minutes")
NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
Turn = tuple[dict[str, Any], Bid]


def write_pitch_day(first: JudgingRound, starts_at: datetime) -> None:
    """Plan a second round for the shortlist, pitched, with the rubric of the first."""
    stands = first.rubric
    one = JudgingRound(
        challenge_id=first.challenge_id,
        position=2,
        name=NAME,
        kind="pitch",
        rubrics=[Rubric(version=1, content=stands.content, digest=stands.digest)],
    )
    write([one])
    minutes = Minutes()
    day = PitchDay(
        round_id=one.id,
        starts_at=starts_at,
        pitch_minutes=minutes.pitch,
        question_minutes=minutes.questions,
        change_minutes=minutes.change,
    )
    write([day])


def write_held_pitch_day(stage: Stage, book: Book) -> None:
    """Write the pitch day of the finished event: its order, marks from the room, the audience."""
    said = script.pitches()
    call = next(one for one in book.calls if one.row.key == said["challenge"])
    bids = {bid.row.organisation: bid for bid in call.bids}
    order = [(row, bids[row["organisation"]]) for row in said["pitch"]]
    one, day = _held(stage, book, call, said)
    pitches = _pitches(stage, day, order)
    _note_pitches(stage, book, pitches)
    _judge(stage, book, one, list(zip(order, pitches, strict=True)))
    _vote(stage, book, one, day, list(zip(order, pitches, strict=True)))


def _held(
    stage: Stage, book: Book, call: Call, said: dict[str, Any]
) -> tuple[JudgingRound, PitchDay]:
    first = book.rounds[call.challenge.id]
    stands, starts_at = first.rubric, book.day.at(said["starts_at"])
    rubric = Rubric(id=stage.ids.new(), version=1, content=stands.content, digest=stands.digest)
    rubric.made_at, rubric.locked_at = book.day.at("18:00", -20), starts_at
    one = JudgingRound(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        position=2,
        name=said["name"],
        kind="pitch",
        rubrics=[rubric],
    )
    minutes = {key: said[key] for key in MINUTES}
    day = PitchDay(id=stage.ids.new(), round_id=one.id, starts_at=starts_at, **minutes)
    write([one])
    write([day])
    return one, day


def _pitches(stage: Stage, day: PitchDay, order: list[Turn]) -> list[Pitch]:
    times = timetable(day.terms, len(order))
    length = timedelta(minutes=day.pitch_minutes + day.question_minutes)
    found = []
    for place, ((row, bid), planned) in enumerate(zip(order, times, strict=True)):
        opened_at = planned + timedelta(seconds=row["late"])
        pitch = Pitch(id=stage.ids.new(), day_id=day.id, place=place, given=place + 1)
        pitch.proposal_id, pitch.opened_at = bid.proposal.id, opened_at
        pitch.closed_at = opened_at + length
        found.append(pitch)
    write(found)
    return found


def _note_pitches(stage: Stage, book: Book, pitches: list[Pitch]) -> None:
    by: dict[str, Any] = {"actor_id": stage.lead().id, "event_id": book.event.id}
    for pitch in pitches:
        about = {"proposal_id": pitch.proposal_id}
        opened = PitchOpened(given=pitch.given or 0, **about, **by)
        stage.deeds.append((pitch.opened_at or book.event.starts_at, opened))
        closed = PitchClosed(**about, **by)
        stage.deeds.append((pitch.closed_at or book.event.starts_at, closed))


def _judge(stage: Stage, book: Book, one: JudgingRound, given: list[tuple[Turn, Pitch]]) -> None:
    """Let every juror whom nothing ties to a pitch score it in the minutes that it took."""
    calls = {pitch.proposal_id: one.challenge_id for _, pitch in given}
    for family, juror in book.jurors.items():
        barred = barred_to(juror, calls)
        for (row, bid), pitch in given:
            if pitch.proposal_id not in barred:
                dice = chance(f"pitch {family} {bid.row.organisation}")
                _score(stage, one, (juror, pitch), row["level"], dice)


def _score(
    stage: Stage,
    one: JudgingRound,
    seat: tuple[Juror, Pitch],
    level: float,
    dice: random.Random,
) -> None:
    juror, pitch = seat
    opened_at = pitch.opened_at or pitch.day.starts_at
    at = opened_at + timedelta(seconds=dice.randrange(200, 590))
    duty = Assignment(
        id=stage.ids.new(),
        round_id=one.id,
        juror_id=juror.id,
        proposal_id=pitch.proposal_id,
        assigned_at=opened_at - timedelta(days=2),
    )
    card = Scorecard(
        id=stage.ids.new(),
        assignment_id=duty.id,
        rubric_id=one.rubric.id,
        version=1,
        saved_at=at,
        submitted_at=at,
    )
    card.scores = [
        Score(id=stage.ids.new(), key=row["key"], value=_level(level, dice), comment="")
        for row in one.rubric.content["criteria"]
    ]
    content = content_of(Judgement({score.key: Mark(score.value) for score in card.scores}))
    save = ScorecardSave(id=stage.ids.new(), assignment_id=duty.id, version=1, is_submitted=True)
    save.content, save.saved_at = content, at
    write([duty])
    write([card, save])


def _level(level: float, dice: random.Random) -> int:
    return min(max(round(dice.gauss(level, 0.7)), 0), TOP)


def _vote(
    stage: Stage,
    book: Book,
    one: JudgingRound,
    day: PitchDay,
    given: list[tuple[Turn, Pitch]],
) -> None:
    """Write what the audience was asked, and the ballots of those who stayed."""
    said = script.pitches()["vote"]
    times = {key: book.day.at(said[key]) for key in ("declared_at", "opened_at", "closed_at")}
    rule: dict[str, Any] = {"mode": said["mode"], "most": said["most"], "share": 0}
    vote = AudienceVote(id=stage.ids.new(), day_id=day.id, **rule, **times)
    write([vote])
    dice = chance("audience")
    query = select(Ticket).where(Ticket.event_id == book.event.id, Ticket.state == "valid")
    guests = dice.sample(list(db.session.scalars(query.order_by(Ticket.id))), said["ballots"])
    room = int((times["closed_at"] - times["opened_at"]).total_seconds())
    write(
        Ballot(
            id=stage.ids.new(),
            vote_id=vote.id,
            ticket_id=ticket.id,
            choices=_choices(given, said["most"], dice),
            network=dice.choice(NETWORKS),
            cast_at=times["opened_at"] + timedelta(seconds=room * number // said["ballots"]),
        )
        for number, ticket in enumerate(guests)
    )
    by: dict[str, Any] = {"actor_id": stage.lead().id, "event_id": book.event.id}
    about: dict[str, Any] = {"round_id": one.id}
    stage.deeds += [
        (times["declared_at"], VoteDeclared(**about, **rule, **by)),
        (times["opened_at"], VoteOpened(**about, **by)),
        (times["closed_at"], VoteClosed(**about, **by)),
    ]


def _choices(given: list[tuple[Turn, Pitch]], most: int, dice: random.Random) -> list[str]:
    """Return what somebody of the audience chose: at least one."""
    ranked = sorted(given, key=lambda one: -one[0][0]["liked_by"] * dice.random())
    liked = [one for one in ranked if dice.randrange(100) < one[0][0]["liked_by"]]
    return [encode_id(pitch.id) for _, pitch in (liked or ranked[:1])[:most]]
