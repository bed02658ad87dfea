"""How thoroughly and how unanimously the jury judged; the scores come from the kernel.

Method: coverage counts scorecards against assignments in force; the spread is the sample standard
deviation between the scorecards of a proposal in points of 100, of which the median is shown.
Cost: linear in scorecards, times criteria.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.reports.rules.challenges import OUT, published
from app.reports.rules.counts import Figure, count_by, median_tenths
from app.reports.rules.records import ChallengeRecord, EventRecords, SheetRecord
from challenges.criteria import Criterion
from challenges.scoring import ProposalScore, Scorecard, score_proposals

__all__ = ["JudgingRow", "count_by", "count_figures", "count_judging"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingRow:
    """How the proposals to one challenge were judged; the spread in tenths of a point of 100."""

    challenge: int
    proposals: int
    required: int
    completed: int
    fewest: int | None
    most: int | None
    spread: int | None


def count_judging(records: EventRecords) -> tuple[JudgingRow, ...]:
    """Return the judging of every published challenge."""
    sheets = _sheets_in_force(records)
    return tuple(_row(one, records, sheets) for one in published(records))


def _sheets_in_force(records: EventRecords) -> dict[int, list[SheetRecord]]:
    """Return the scorecards that count, by proposal; those out of the running have none."""
    alive = {one.number for one in records.proposals if one.state not in OUT}
    sheets: dict[int, list[SheetRecord]] = defaultdict(list)
    for sheet in records.sheets:
        if sheet.recused_at is None and sheet.proposal in alive:
            sheets[sheet.proposal].append(sheet)
    return sheets


def _row(
    challenge: ChallengeRecord, records: EventRecords, sheets: dict[int, list[SheetRecord]]
) -> JudgingRow:
    assigned = _of(challenge, records, sheets)
    scored = _scores(challenge, assigned)
    counts = [one.count for one in scored if one.count]
    return JudgingRow(
        challenge=challenge.number,
        proposals=len(counts),
        required=len(assigned),
        completed=sum(sheet.submitted_at is not None for sheet in assigned),
        fewest=min(counts, default=None),
        most=max(counts, default=None),
        spread=median_tenths(_spreads(scored)),
    )


def _scores(challenge: ChallengeRecord, sheets: Sequence[SheetRecord]) -> tuple[ProposalScore, ...]:
    criteria = [
        Criterion(key=one.key, name=one.name, description="", weight=one.weight, levels=())
        for one in challenge.criteria
    ]
    cards = [
        Scorecard(
            juror=f"{sheet.juror:06}",
            proposal=f"{sheet.proposal:06}",
            scores={mark.criterion: mark.value for mark in sheet.marks},
            submitted=sheet.submitted_at is not None,
        )
        for sheet in sheets
    ]
    return score_proposals((card.proposal for card in cards), cards, criteria)


def _spreads(scored: Iterable[ProposalScore]) -> list[Fraction]:
    return [Fraction(one.spread) for one in scored if one.spread is not None]


def count_figures(records: EventRecords) -> tuple[Figure, ...]:
    """Return the figures of the jury."""
    sheets = _sheets_in_force(records)
    scored = [
        score
        for challenge in published(records)
        for score in _scores(challenge, _of(challenge, records, sheets))
    ]
    counts = [one.count for one in scored if one.count]
    spreads = _spreads(scored)
    in_force = [sheet for own in sheets.values() for sheet in own]
    done = sum(sheet.submitted_at is not None for sheet in in_force)
    recused = [sheet for sheet in records.sheets if sheet.recused_at is not None]
    return (
        Figure(key="jurors", value=len(records.jurors)),
        Figure(key="coverage", value=done, of=len(in_force)),
        Figure(key="fewest_sheets", value=min(counts, default=None)),
        Figure(key="most_sheets", value=max(counts, default=None)),
        Figure(key="spread", value=median_tenths(spreads), of=len(spreads)),
        Figure(key="conflicts", value=len(records.conflicts)),
        Figure(key="recused", value=len(recused)),
        Figure(key="reassigned", value=_reassigned(records), of=len(recused)),
    )


def _of(
    challenge: ChallengeRecord, records: EventRecords, sheets: dict[int, list[SheetRecord]]
) -> list[SheetRecord]:
    own = {one.number for one in records.proposals if one.challenge == challenge.number}
    return [sheet for number in sorted(own) for sheet in sheets.get(number, [])]


def _reassigned(records: EventRecords) -> int:
    """Count the recusals that were followed by an assignment, each assignment used once."""
    by_proposal: dict[int, list[SheetRecord]] = defaultdict(list)
    for sheet in records.sheets:
        by_proposal[sheet.proposal].append(sheet)
    found = 0
    for sheets in by_proposal.values():
        released = sorted(sheet.recused_at for sheet in sheets if sheet.recused_at)
        made = sorted(sheet.assigned_at for sheet in sheets)
        for at in released:
            later = next((one for one in made if one >= at), None)
            if later is not None:
                made.remove(later)
                found += 1
    return found
