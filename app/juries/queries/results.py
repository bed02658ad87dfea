"""Results: from the rows of a challenge's jury to the kernel's record, ranking and export.

Six statements whatever the number of proposals.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.queries import criteria_of
from app.core.db import db
from app.core.ids import encode_id
from app.identity.models import Organisation
from app.juries.models import (
    Decision,
    JudgingRound,
)
from app.juries.queries.counting import count, state_of
from app.juries.queries.desks import cards_of, is_out, key_of, list_desks, list_pairs_in_conflict
from app.juries.queries.picks import list_picks
from app.juries.queries.rounds import find_last_round, rubric_of
from app.juries.rules.judging import FINAL, JUDGED_STATES, Outcome
from app.juries.rules.rounds import FIRST
from app.proposals.models import Proposal
from challenges import export as kernel
from challenges.ranking import Rank, TieRule
from challenges.rubric import Rubric, Shortfall, plain_rubric, shortfalls
from challenges.scoring import ProposalScore
from challenges.scoring import Scorecard as Card

NOTHING: frozenset[int] = frozenset()  # what is closed to nobody in particular


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
    shortfalls: tuple[Shortfall, ...] = ()

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
    """The ranking of a round, best first, with the record that it was made from."""

    round: JudgingRound | None
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


def load_results(
    challenge: Challenge, closed: Collection[int], one: JudgingRound | None = None
) -> Results:
    """Return the ranking of a round as it stands, by default the last that has begun.

    It is made without what is closed to the reader, so that no gap tells anything.
    """
    one = one or find_last_round(challenge, closed)
    rubric = rubric_of(one) if one else plain_rubric(criteria_of(challenge))
    criteria = rubric.criteria
    desks = [desk for desk in list_desks(challenge, one) if desk.proposal_id not in closed]
    judged = None if one is None or one.position == FIRST else {d.proposal_id for d in desks}
    proposals = _proposals(challenge, judged, closed)
    conflicts = {pair for pair in list_pairs_in_conflict(challenge) if pair[1] not in closed}
    cards = cards_of(one, desks, conflicts)
    decisions = {key: done for key, done in _decisions(challenge).items() if key not in closed}
    keys = tuple(key_of(proposal_id) for proposal_id in proposals)
    record = kernel.JuryRecord(
        challenge_id=encode_id(challenge.id),
        title=challenge.title,
        criteria=criteria,
        jurors=tuple(
            {key_of(juror) for juror, _ in conflicts} | {key_of(d.juror_id) for d in desks}
        ),
        proposals=keys,
        conflicts=_pairs(conflicts),
        assignments=_pairs((desk.juror_id, desk.proposal_id) for desk in desks),
        scorecards=cards,
        tie_rules=rubric.tie_rules,
        shortlist=kernel.Shortlist(None, _shortlisted(decisions)),
        decisions=_final(decisions),
        picks=list_picks(one) if TieRule.MORE_TOP_THREES in rubric.tie_rules else (),
    )
    counting = (desk for desk in desks if not (desk.is_trainee or is_out(desk, conflicts)))
    seats = Counter(desk.proposal_id for desk in counting)
    return Results(one, record, _rows(record, rubric, proposals, seats, decisions))


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
    rubric: Rubric,
    proposals: Mapping[int, tuple[str, str]],
    seats: Mapping[int, int],
    decisions: Mapping[int, Decision],
) -> tuple[ResultRow, ...]:
    scores, places = count(state_of(record))
    cards: dict[str, list[Card]] = {}
    for card in record.scorecards:
        cards.setdefault(card.proposal, []).append(card)
    by_key = {score.proposal: score for score in scores}
    ids = {key_of(proposal_id): proposal_id for proposal_id in proposals}
    return tuple(
        ResultRow(
            proposal_id=(found := ids[place.proposal]),
            title=proposals[found][0],
            organisation=proposals[found][1],
            rank=place,
            score=by_key[place.proposal],
            assigned=seats.get(found, 0),
            decision=decisions.get(found),
            shortfalls=shortfalls(by_key[place.proposal], cards.get(place.proposal, ()), rubric),
        )
        for place in places
    )


def _proposals(
    challenge: Challenge, judged: Collection[int] | None, closed: Collection[int]
) -> dict[int, tuple[str, str]]:
    """Return title and organisation of the proposals of a round; None means that all are."""
    query = (
        select(Proposal.id, Proposal.title, Organisation.name)
        .join(Proposal.organisation)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
        .where(Proposal.id.not_in(closed))
        .order_by(Proposal.id)
    )
    rows = db.session.execute(query)
    return {key: (title, name) for key, title, name in rows if judged is None or key in judged}


def _decisions(challenge: Challenge) -> dict[int, Decision]:
    return {decision.proposal_id: decision for decision in list_decisions(challenge)}


def _shortlisted(decisions: Mapping[int, Decision]) -> tuple[str, ...]:
    """Return who is on the shortlist, or was before what was decided in the end."""
    return tuple(
        key_of(decision.proposal_id)
        for decision in decisions.values()
        if Outcome.SHORTLISTED in (decision.outcome, *(was["outcome"] for was in decision.earlier))
    )


def _final(decisions: Mapping[int, Decision]) -> tuple[kernel.Decision, ...]:
    return tuple(
        kernel.Decision(key_of(decision.proposal_id), decision.outcome, decision.reason)
        for decision in decisions.values()
        if decision.outcome in FINAL
    )


def _pairs(pairs: Any) -> tuple[tuple[str, str], ...]:
    return tuple((key_of(juror), key_of(proposal)) for juror, proposal in pairs)
