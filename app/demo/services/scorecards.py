"""Scorecards with the habits of their jurors."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.rules import script
from app.demo.rules.chance import chance
from app.demo.rules.marks import draw_marks, quarrel
from app.demo.rules.script import ProposalRow
from app.demo.services.saves import write_saves
from app.demo.services.stage import Bid, Book, Call, Stage, write
from app.juries.models import Assignment, Score, Scorecard

DONE_BY, SECONDS_A_DAY = 12, 86_400
ALREADY_DONE = 0.6
BEGUN = 3  # marks on a scorecard that is not finished


@dataclass(frozen=True)
class _Marks:
    """Whose marks, for what, and how good the juror finds it."""

    call: Call
    bid: Bid
    family: str
    level: float


def write_scorecards(
    stage: Stage, book: Book, duties: Sequence[Assignment], *, unfinished: str = ""
) -> None:
    """Write the scorecards for these assignments.

    With a juror's name the jury is in the middle of its work: that juror has handed in one
    scorecard and begun another, the rest of the jury a little more than half of theirs.
    """
    bids = {bid.proposal.id: (call, bid) for call in book.calls for bid in call.bids}
    names = {juror.id: family for family, juror in book.jurors.items()}
    hers = [one for one in duties if unfinished and names[one.juror_id] == unfinished]
    rubrics = {one.id: one.rubric.id for one in book.rounds.values()}
    rows: list[Scorecard] = []
    seen: Counter[str] = Counter()
    for one in duties:
        call, bid = bids[one.proposal_id]
        family = names[one.juror_id]
        dice = chance(f"card {family} {bid.row.organisation}")
        if one in hers[2:] or (unfinished and one not in hers and dice.random() > ALREADY_DONE):
            continue
        level = bid.row.level + quarrel(call.row.key, call.bids.index(bid), seen[bid.key])
        seen[bid.key] += 1
        marks = _Marks(call, bid, family, level)
        card = _scorecard(stage, marks, one, is_begun=one in hers[1:2])
        card.rubric_id = rubrics[one.round_id]
        rows.append(card)
    write(rows)
    write_saves(rows, {one.id: one for one in duties})
    for rubric in (one.rubric for one in book.rounds.values()):
        times = [card.saved_at for card in rows if card.rubric_id == rubric.id]
        rubric.locked_at = min(times, default=None)


def _scorecard(stage: Stage, marks: _Marks, duty: Assignment, *, is_begun: bool) -> Scorecard:
    row = marks.bid.row
    dice = chance(f"marks {marks.family} {row.organisation}")
    at = _time(stage, duty.assigned_at, dice)
    card = Scorecard(
        id=stage.ids.new(),
        assignment_id=duty.id,
        comment="" if is_begun else row.strength,
        comment_to_proposer="" if is_begun else _to_proposer(row, dice),
        version=2 if is_begun else 4,
        saved_at=at,
        submitted_at=None if is_begun else at,
    )
    scores = list(_scores(stage, marks, dice))
    card.scores = scores[:BEGUN] if is_begun else scores
    return card


def _time(stage: Stage, assigned_at: datetime, dice: random.Random) -> datetime:
    """Return when a scorecard was handed in, before now."""
    end = min(assigned_at + timedelta(days=DONE_BY), stage.now - timedelta(hours=3))
    end = min(end, assigned_at + timedelta(days=4)) if dice.random() < 0.2 else end  # noqa: PLR2004
    seconds = max(int((end - assigned_at).total_seconds()), SECONDS_A_DAY // 2)
    return assigned_at + timedelta(seconds=dice.randrange(SECONDS_A_DAY // 4, seconds))


def _scores(stage: Stage, marks: _Marks, dice: random.Random) -> Iterator[Score]:
    said = script.comments()
    criteria = marks.call.challenge.criteria
    keys = [criterion.key for criterion in criteria]
    values = draw_marks(dice, keys, level=marks.level, family=marks.family)
    for criterion in criteria:
        value = values[criterion.key]
        yield Score(
            id=stage.ids.new(),
            key=criterion.key,
            value=value,
            comment=dice.choice(said.get(criterion.key, said["any"])[value]),
        )


def _to_proposer(row: ProposalRow, dice: random.Random) -> str:
    """Return what a juror tells the authors: the good, and mostly also the doubt."""
    return dice.choice((row.strength, row.doubt, f"{row.strength} {row.doubt}"))
