"""Reads of what a juror saved, of their own marks, and of the proposals they put first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.juries.models import (
    Assignment,
    JudgingRound,
    Juror,
    Score,
    Scorecard,
    ScorecardSave,
    TopPick,
)
from app.juries.queries.blinding import blind_copies, in_pile_order, prepare
from app.juries.queries.judging import visible_to
from app.juries.rules.judging import Judgement
from app.juries.rules.rounds import Blindness
from app.juries.rules.saving import Change, changes, judgement_of
from challenges.criteria import SCALE

SHOWN = 30  # saves in the history of a scorecard


@dataclass(frozen=True)
class Step:
    """One save in the history of a scorecard, and what it changed."""

    save: ScorecardSave
    changes: tuple[Change, ...]


def find_save(assignment_id: int, client_id: str | None) -> ScorecardSave | None:
    """Return the save that a device calls so, if it arrived."""
    if client_id is None:
        return None
    query = select(ScorecardSave).where(
        ScorecardSave.assignment_id == assignment_id, ScorecardSave.client_id == client_id
    )
    return db.session.scalar(query)


def get_save(assignment: Assignment, version: int) -> ScorecardSave:
    """Return the save that made a version of a scorecard; NotFound if there is none."""
    query = select(ScorecardSave).where(
        ScorecardSave.assignment_id == assignment.id, ScorecardSave.version == version
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_saves(assignment: Assignment) -> Sequence[ScorecardSave]:
    """Return the newest saves of a scorecard, the newest first."""
    query = (
        select(ScorecardSave)
        .where(ScorecardSave.assignment_id == assignment.id)
        .order_by(ScorecardSave.version.desc())
        .limit(SHOWN + 1)
    )
    return db.session.scalars(query).all()


def list_history(assignment: Assignment) -> list[Step]:
    """Return the newest saves with what each changed, the newest first."""
    saves = list_saves(assignment)
    contents = [judgement_of(save.content) for save in saves] + [Judgement({})]
    steps = [
        Step(save, changes(contents[n + 1], contents[n])) for n, save in enumerate(saves[:SHOWN])
    ]
    return [step for step in steps if step.changes or step.save.is_submitted]


def count_own_marks(actor: Actor, round_id: int) -> list[tuple[int, int]]:
    """Return how often the actor gave each level in a round, the lowest level first."""
    query = (
        visible_to(actor)
        .with_only_columns(Score.value)
        .join(Scorecard, Scorecard.assignment_id == Assignment.id)
        .join(Score, Score.scorecard_id == Scorecard.id)
        .where(Assignment.round_id == round_id, Score.value.is_not(None))
    )
    counted = Counter(db.session.scalars(query))
    return [(level, counted[level]) for level in SCALE]


def list_own_picks(actor: Actor, round_ids: Sequence[int]) -> dict[int, list[TopPick]]:
    """Return the proposals that the actor put first, by round and in their order.

    What they may no longer see is left out.
    """
    mine = visible_to(actor).with_only_columns(Assignment.proposal_id)
    query = (
        select(TopPick)
        .join(TopPick.juror)
        .where(Juror.person_id == actor.person_id)
        .where(TopPick.round_id.in_(round_ids), TopPick.proposal_id.in_(mine))
        .options(joinedload(TopPick.proposal))
        .order_by(TopPick.place)
    )
    picks: dict[int, list[TopPick]] = {key: [] for key in round_ids}
    for pick in db.session.scalars(query):
        picks[pick.round_id].append(pick)
    return picks


def titles_of(picks: Mapping[int, Sequence[TopPick]]) -> dict[int, list[str]]:
    """Return the titles of the proposals that a juror put first, as they read them, by round."""
    chosen = [key for key, own in picks.items() if own]
    query = select(JudgingRound.id).where(
        JudgingRound.id.in_(chosen), JudgingRound.blindness != Blindness.OPEN
    )
    blind = set(db.session.scalars(query)) if chosen else set()
    hidden = {pick.proposal_id: pick.proposal for key in blind for pick in picks[key]}
    copies = blind_copies(hidden)

    def title(pick: TopPick) -> str:
        if pick.round_id not in blind:
            return pick.proposal.title
        return copies[pick.proposal_id].title

    return {key: [title(pick) for pick in own] for key, own in picks.items()}


def get_own_assignments(actor: Actor, round_id: int) -> Sequence[Assignment]:
    """Return what the actor judges in a round; NotFound if that is nothing."""
    query = visible_to(actor).where(Assignment.round_id == round_id)
    found = db.session.scalars(query.order_by(*in_pile_order())).all()
    if not found:
        raise NotFound
    prepare(found)
    return found
