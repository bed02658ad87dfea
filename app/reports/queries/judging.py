"""Challenges, proposals and scorecards as records; jurors become numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from app.challenges.models import Challenge, ChallengeCriterion, ChallengeMove
from app.challenges.rules.phases import is_published
from app.core.db import db
from app.events.models import Event
from app.identity.models import Organisation
from app.juries.models import (
    Assignment,
    ConflictOfInterest,
    Decision,
    JudgingRound,
    Juror,
    Score,
    Scorecard,
)
from app.juries.queries.progress import once_shortlisted
from app.juries.rules.roles import COUNTING
from app.juries.rules.rounds import FIRST
from app.proposals.models import Proposal, Submission
from app.proposals.rules import TEXTS, frozen_values, known_state
from app.reports.rules.records import (
    ChallengeRecord,
    ConflictRecord,
    CriterionRecord,
    JurorRecord,
    MarkRecord,
    ProposalRecord,
    SheetRecord,
)

ARCHIVED = "archived"
DRAFT = "draft"
UNSCREENED = ("submitted", "withdrawn")  # screening puts back what was handed in
INELIGIBLE = "ineligible"
SHORTLISTED = "shortlisted"
Numbers = dict[int, int]


def load_challenges(event: Event) -> tuple[tuple[ChallengeRecord, ...], Numbers]:
    """Return the challenges in the order of their making, and the numbers of their ids."""
    query = (
        select(Challenge, Organisation.name, Organisation.country)
        .join(Organisation, Organisation.id == Challenge.owner_organisation_id)
        .where(Challenge.event_id == event.id)
        .order_by(Challenge.created_at, Challenge.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    numbers = {row[0].id: number for number, row in enumerate(rows, start=1)}
    criteria, reasons = _load_criteria(event), _load_end_reasons(event)
    records = tuple(
        _challenge(row, numbers[row[0].id], criteria[row[0].id], reasons.get(row[0].id, ""))
        for row in rows
    )
    return records, numbers


def _challenge(
    row: Any, number: int, criteria: Sequence[CriterionRecord], end_reason: str
) -> ChallengeRecord:
    challenge, owner, country = row
    if not is_published(challenge):
        # One that was called off as a draft never was public either.
        phase = DRAFT if challenge.phase == ARCHIVED else challenge.phase
        return ChallengeRecord(number=number, phase=phase)
    return ChallengeRecord(
        number=number,
        title=challenge.title,
        theme=challenge.theme,
        phase=challenge.phase,
        owner=owner,
        owner_country=country,
        summary=challenge.summary,
        budget_minor=challenge.budget_minor,
        currency=challenge.currency,
        prize=challenge.prize,
        trl_min=challenge.trl_min,
        trl_wanted=challenge.trl_wanted,
        opens_at=challenge.opens_at,
        closes_at=challenge.closes_at,
        decision_on=challenge.decision_on,
        end_reason=end_reason,
        criteria=tuple(criteria),
    )


def _load_criteria(event: Event) -> dict[int, list[CriterionRecord]]:
    query = (
        select(ChallengeCriterion)
        .join(Challenge, Challenge.id == ChallengeCriterion.challenge_id)
        .where(Challenge.event_id == event.id)
        .order_by(ChallengeCriterion.position, ChallengeCriterion.id)
    )
    found: dict[int, list[CriterionRecord]] = defaultdict(list)
    for one in db.session.scalars(query):
        record = CriterionRecord(key=one.key, name=one.name, weight=one.weight)
        found[one.challenge_id].append(record)
    return found


def _load_end_reasons(event: Event) -> dict[int, str]:
    """Return the reason of the last move of each challenge that gave one once it was judged."""
    query = (
        select(ChallengeMove.challenge_id, ChallengeMove.reason)
        .join(Challenge, Challenge.id == ChallengeMove.challenge_id)
        .where(Challenge.event_id == event.id, ChallengeMove.reason != "")
        .where(ChallengeMove.to_phase.in_((ARCHIVED, "follow_up")))
        .order_by(ChallengeMove.at, ChallengeMove.id)
    )
    return {row.challenge_id: row.reason for row in db.session.execute(query)}


def load_proposals(event: Event, challenges: Numbers) -> tuple[tuple[ProposalRecord, ...], Numbers]:
    """Return the proposals in the order of their making, and the numbers of their ids."""
    query = (
        select(Proposal, Organisation.name, Organisation.country, Decision, Submission.content)
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .outerjoin(Decision, Decision.proposal_id == Proposal.id)
        .outerjoin(Submission, _is_what_was_handed_in())
        .where(Proposal.challenge_id.in_(challenges))
        .order_by(Proposal.created_at, Proposal.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    numbers = {row[0].id: number for number, row in enumerate(rows, start=1)}
    once = once_shortlisted(event)
    records = tuple(
        _proposal(row, numbers[row[0].id], challenges, was_shortlisted=row[0].id in once)
        for row in rows
    )
    return records, numbers


def _is_what_was_handed_in() -> ColumnElement[bool]:
    """Return which submission counts where the proposal may have been edited since."""
    other = aliased(Submission)
    latest = select(func.max(other.number)).where(other.proposal_id == Proposal.id)
    return and_(
        Submission.proposal_id == Proposal.id,
        Submission.number == latest.scalar_subquery(),
        Proposal.state.in_(UNSCREENED),
    )


def _proposal(
    row: Any, number: int, challenges: Numbers, *, was_shortlisted: bool
) -> ProposalRecord:
    proposal, organisation, country, decision, content = row
    challenge = challenges[proposal.challenge_id]
    if proposal.state == DRAFT or proposal.submitted_at is None:
        return ProposalRecord(number=number, challenge=challenge, state=proposal.state)
    is_told = proposal.outcome_told_at is not None
    reason, told = _words(proposal, decision, is_told=is_told)
    said = frozen_values(content) if content else _values(proposal)
    return ProposalRecord(
        number=number,
        challenge=challenge,
        title=said["title"],
        organisation=organisation,
        country=country,
        partner_countries=tuple(sorted(set(said["partner_countries"] or ()))),
        has_research_partner=said["has_research_partner"],
        trl=said["trl"],
        state=known_state(proposal).value,
        submitted_at=proposal.submitted_at,
        was_shortlisted=is_told and (was_shortlisted or proposal.state == SHORTLISTED),
        reason=reason,
        has_feedback=bool(told.strip()),
    )


def _values(proposal: Proposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in TEXTS}


def _words(proposal: Proposal, decision: Decision | None, *, is_told: bool) -> tuple[str, str]:
    """Return why a proposal came as far as it did, and what its authors were told of it."""
    if proposal.state == INELIGIBLE:  # its authors are told the reason itself, at once
        return proposal.state_reason, proposal.feedback or proposal.state_reason
    if not is_told:
        return "", ""
    said = decision or proposal
    return decision.reason if decision else proposal.state_reason, said.feedback


def load_jurors(event: Event) -> tuple[JurorRecord, ...]:
    """Return the panel by kind and country, in an order that tells nothing."""
    query = (
        select(Organisation.kind, Organisation.country)
        .select_from(Juror)
        .outerjoin(Organisation, Organisation.id == Juror.organisation_id)
        .where(Juror.event_id == event.id)
    )
    rows = sorted((str(row.kind or ""), row.country or "") for row in db.session.execute(query))
    return tuple(JurorRecord(kind=kind, country=country) for kind, country in rows)


def load_sheets(
    event: Event, proposals: Numbers, closed: Collection[int] = ()
) -> tuple[SheetRecord, ...]:
    """Return the assignments of the first rounds, which judge every proposal, with scorecards.

    Jurors are numbered by their random ids.
    """
    query = (
        select(
            Assignment.id,
            Assignment.juror_id,
            Assignment.proposal_id,
            Assignment.assigned_at,
            Assignment.recused_at,
            Scorecard.submitted_at,
            ChallengeCriterion.key,
            Score.value,
        )
        .join(Juror, Juror.id == Assignment.juror_id)
        .join(JudgingRound, JudgingRound.id == Assignment.round_id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .outerjoin(Score, Score.scorecard_id == Scorecard.id)
        .outerjoin(ChallengeCriterion, _is_scored())
        .where(Juror.event_id == event.id, JudgingRound.position == FIRST)
        .where(Assignment.proposal_id.not_in(closed))
        .where(Juror.role.in_(COUNTING))
        .order_by(Assignment.juror_id, Assignment.id, ChallengeCriterion.position)
    )
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        rows[row.id].append(row)
    jurors: Numbers = {}
    for own in rows.values():
        jurors.setdefault(own[0].juror_id, len(jurors) + 1)
    sheets = [_sheet(own, jurors, proposals) for own in rows.values()]
    return tuple(sorted(sheets, key=lambda one: (one.proposal, one.juror)))


def _is_scored() -> ColumnElement[bool]:
    """Return which criterion of the brief a score is for."""
    is_same = ChallengeCriterion.challenge_id == JudgingRound.challenge_id
    return and_(is_same, ChallengeCriterion.key == Score.key)


def _sheet(rows: Sequence[Any], jurors: Numbers, proposals: Numbers) -> SheetRecord:
    first = rows[0]
    return SheetRecord(
        juror=jurors[first.juror_id],
        proposal=proposals[first.proposal_id],
        assigned_at=first.assigned_at,
        recused_at=first.recused_at,
        submitted_at=first.submitted_at,
        marks=_marks(rows),
    )


def _marks(rows: Iterable[Any]) -> tuple[MarkRecord, ...]:
    """Return the levels of a scorecard that was handed in; until then they are the juror's own."""
    return tuple(
        MarkRecord(criterion=row.key, value=row.value)
        for row in rows
        if row.submitted_at is not None and row.key is not None and row.value is not None
    )


def load_conflicts(
    event: Event, proposals: Numbers, closed: Collection[int] = ()
) -> tuple[ConflictRecord, ...]:
    """Return the conflicts of interest, without their jurors."""
    query = (
        select(ConflictOfInterest.proposal_id, ConflictOfInterest.kind, ConflictOfInterest.source)
        .join(Juror, Juror.id == ConflictOfInterest.juror_id)
        .where(Juror.event_id == event.id, ConflictOfInterest.proposal_id.not_in(closed))
    )
    found = [
        ConflictRecord(proposal=proposals[row.proposal_id], kind=row.kind, source=row.source)
        for row in db.session.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (one.proposal, one.kind, one.source)))
