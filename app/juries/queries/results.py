"""Results: from the rows of a challenge's jury to the kernel's record, ranking and export.

Rows are read as plain columns, for a large jury has thousands of scores; six statements whatever
the number of proposals.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.queries import criteria_of
from app.core.db import db
from app.core.ids import encode_id
from app.identity.models import Organisation
from app.juries.models import Assignment, ConflictOfInterest, Decision, Score, Scorecard
from app.juries.rules.judging import FINAL, JUDGED_STATES, Outcome
from app.proposals.models import Proposal
from challenges import export as kernel
from challenges.criteria import Criterion
from challenges.ranking import DEFAULT_TIE_RULES, Rank, rank
from challenges.scoring import ProposalScore, score_proposals
from challenges.scoring import Scorecard as Card


@dataclass(frozen=True)
class ResultRow:
    """A proposal's place, what it was made from, and what was decided."""

    proposal_id: int
    title: str
    organisation: str
    rank: Rank
    score: ProposalScore
    assigned: int
    decision: Decision | None

    @property
    def percent(self) -> Decimal | None:
        """The score as per cent of the highest possible."""
        return self.score.score.as_percent() if self.score.score else None

    @property
    def spread(self) -> str:
        """How far the jurors are apart, in percentage points."""
        found = self.score.spread
        return "–" if found is None else str(found)


@dataclass(frozen=True)
class Results:
    """The ranking of a challenge, best first, with the record that it was made from."""

    record: kernel.JuryRecord
    rows: tuple[ResultRow, ...]

    @property
    def sheets(self) -> int:
        """How many scorecards there are to be."""
        return sum(row.assigned for row in self.rows)

    @property
    def done(self) -> int:
        """How many count."""
        return sum(row.score.count for row in self.rows)

    @property
    def undecided(self) -> int:
        """How many proposals wait for a final decision."""
        return sum(row.decision is None or row.decision.outcome not in FINAL for row in self.rows)

    @property
    def is_told(self) -> bool:
        """Whether the outcomes were published."""
        return any(row.decision is not None and row.decision.told_at for row in self.rows)

    @property
    def untold(self) -> int:
        """How many decided proposals wait to be told."""
        return sum(row.decision is not None and not row.decision.told_at for row in self.rows)


@dataclass(frozen=True)
class _Desk:
    """An assignment as a row: who judges what, and the scorecard if it is handed in."""

    juror_id: int
    proposal_id: int
    is_recused: bool
    scorecard_id: int | None


def load_results(challenge: Challenge) -> Results:
    """Return the ranking of a challenge as it stands, with the decisions recorded so far."""
    criteria = criteria_of(challenge)
    proposals = _proposals(challenge)
    desks = _desks(challenge)
    conflicts = _conflicts(challenge)
    cards = _cards(challenge, desks, conflicts)
    decisions = _decisions(challenge)
    keys = tuple(_key(proposal_id) for proposal_id in proposals)
    record = kernel.JuryRecord(
        challenge_id=encode_id(challenge.id),
        title=challenge.title,
        criteria=criteria,
        jurors=tuple({_key(juror) for juror, _ in conflicts} | {_key(d.juror_id) for d in desks}),
        proposals=keys,
        conflicts=_pairs(conflicts),
        assignments=_pairs((desk.juror_id, desk.proposal_id) for desk in desks),
        scorecards=cards,
        shortlist=kernel.Shortlist(None, _shortlisted(decisions)),
        decisions=_final(decisions),
    )
    seats = Counter(d.proposal_id for d in desks if not _is_out(d, conflicts))
    return Results(record, _rows(record, criteria, proposals, seats, decisions))


def export_results(challenge: Challenge) -> dict[str, Any]:
    """Return the kernel's export of a challenge's jury, which anybody can recount."""
    return kernel.build_export(load_results(challenge).record)


def find_decision(proposal: Proposal) -> Decision | None:
    """Return what was decided on a proposal."""
    query = select(Decision).where(Decision.proposal_id == proposal.id)
    return db.session.scalar(query.options(joinedload(Decision.decided_by)))


def list_decisions(challenge: Challenge) -> Sequence[Decision]:
    """Return the decisions of a challenge on proposals that are still there."""
    query = select(Decision).where(Decision.challenge_id == challenge.id).join(Decision.proposal)
    return db.session.scalars(
        query.where(Proposal.state.in_(JUDGED_STATES)).order_by(Decision.id)
    ).all()


def _rows(
    record: kernel.JuryRecord,
    criteria: tuple[Criterion, ...],
    proposals: Mapping[int, tuple[str, str]],
    seats: Mapping[int, int],
    decisions: Mapping[int, Decision],
) -> tuple[ResultRow, ...]:
    scores = score_proposals(record.proposals, record.scorecards, criteria)
    by_key = {score.proposal: score for score in scores}
    ids = {_key(proposal_id): proposal_id for proposal_id in proposals}
    return tuple(
        ResultRow(
            proposal_id=(found := ids[place.proposal]),
            title=proposals[found][0],
            organisation=proposals[found][1],
            rank=place,
            score=by_key[place.proposal],
            assigned=seats.get(found, 0),
            decision=decisions.get(found),
        )
        for place in rank(scores, criteria, DEFAULT_TIE_RULES)
    )


def _proposals(challenge: Challenge) -> dict[int, tuple[str, str]]:
    query = (
        select(Proposal.id, Proposal.title, Organisation.name)
        .join(Proposal.organisation)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
        .order_by(Proposal.id)
    )
    return {key: (title, name) for key, title, name in db.session.execute(query)}


def _desks(challenge: Challenge) -> list[_Desk]:
    query = (
        select(
            Assignment.juror_id,
            Assignment.proposal_id,
            Assignment.recused_at,
            Scorecard.id,
            Scorecard.submitted_at,
        )
        .join(Assignment.proposal)
        .outerjoin(Assignment.scorecard)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
    )
    return [
        _Desk(juror, proposal, recused is not None, card if submitted else None)
        for juror, proposal, recused, card, submitted in db.session.execute(query)
    ]


def _conflicts(challenge: Challenge) -> set[tuple[int, int]]:
    query = (
        select(ConflictOfInterest.juror_id, ConflictOfInterest.proposal_id)
        .join(ConflictOfInterest.proposal)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
    )
    return {(juror, proposal) for juror, proposal in db.session.execute(query)}


def _cards(
    challenge: Challenge, desks: Sequence[_Desk], conflicts: set[tuple[int, int]]
) -> tuple[Card, ...]:
    keys = {criterion.id: criterion.key for criterion in challenge.criteria}
    query = (
        select(Score.scorecard_id, Score.criterion_id, Score.value)
        .join(Score.scorecard)
        .join(Scorecard.assignment)
        .join(Assignment.proposal)
        .where(Proposal.challenge_id == challenge.id, Scorecard.submitted_at.is_not(None))
        .where(Score.value.is_not(None))
    )
    scores: dict[int, dict[str, int]] = {}
    for card, criterion, value in db.session.execute(query):
        scores.setdefault(card, {})[keys[criterion]] = value or 0
    return tuple(
        Card(
            juror=_key(desk.juror_id),
            proposal=_key(desk.proposal_id),
            scores=scores.get(desk.scorecard_id, {}),
            recused=_is_out(desk, conflicts),
        )
        for desk in desks
        if desk.scorecard_id is not None
    )


def _is_out(desk: _Desk, conflicts: set[tuple[int, int]]) -> bool:
    return desk.is_recused or (desk.juror_id, desk.proposal_id) in conflicts


def _decisions(challenge: Challenge) -> dict[int, Decision]:
    return {decision.proposal_id: decision for decision in list_decisions(challenge)}


def _shortlisted(decisions: Mapping[int, Decision]) -> tuple[str, ...]:
    found = (d for d in decisions.values() if d.outcome == Outcome.SHORTLISTED)
    return tuple(_key(decision.proposal_id) for decision in found)


def _final(decisions: Mapping[int, Decision]) -> tuple[kernel.Decision, ...]:
    return tuple(
        kernel.Decision(_key(decision.proposal_id), decision.outcome, decision.reason)
        for decision in decisions.values()
        if decision.outcome in FINAL
    )


def _pairs(pairs: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_key(juror), _key(proposal)) for juror, proposal in pairs)


@lru_cache(maxsize=20_000)
def _key(value: int) -> str:
    """Return the pseudonymous key of a juror or proposal; a large ranking asks often."""
    return encode_id(value)
