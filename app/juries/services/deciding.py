"""Deciding: an outcome with its reason for each proposal, then everybody is told at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.challenges.models import Challenge
from app.challenges.services.moving import (
    asks_movers,
    guards_moves,
    lock_challenge,
)
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import OutcomesPublished
from app.juries.models import Decision
from app.juries.queries.overriding import find_departure, find_open, has_open
from app.juries.queries.progress import count_unscreened
from app.juries.queries.results import NOTHING, Results, list_decisions, load_results
from app.juries.rules.judging import (
    DECIDABLE,
    FINAL,
    Outcome,
    Verdict,
)
from app.juries.services.verdicts import (
    check_change,
    check_verdict,
    claim,
    lock_proposal,
    rewrite_decision,
    untold,
    write_decision,
)
from app.proposals.models import Proposal
from app.proposals.queries import refuse_tied
from app.proposals.services.judging import publish_outcomes
from challenges.lifecycle import Phase


@dataclass(frozen=True)
class Telling:
    """What is about to be told of a challenge: by whom, from which results, which decisions."""

    actor: Actor
    challenge: Challenge
    results: Results
    decisions: list[Decision]
    at: datetime


Companion = Callable[[Telling], None]
_companions: list[Companion] = []


def goes_with_telling(companion: Companion) -> Companion:
    """Register the decorated function: it raises, or writes what belongs to the same act."""
    _companions.append(companion)
    return companion


def record_decision(actor: Actor, proposal_id: int, verdict: Verdict) -> Decision:
    """Record what was decided on a proposal; the first decision ends the judging."""
    challenge, proposal = lock_proposal(actor, proposal_id)
    check_verdict(challenge, proposal, verdict)
    _refuse_departing(challenge, proposal, verdict.outcome)
    return write_decision(actor, challenge, proposal, verdict)


def change_decision(
    actor: Actor, proposal_id: int, verdict: Verdict, *, version: int, change_reason: str
) -> Decision:
    """Change a decision that nobody was told yet; why is kept with it."""
    challenge, proposal = lock_proposal(actor, proposal_id)
    decision = check_change(challenge, proposal, verdict, change_reason)
    if verdict.outcome != decision.outcome:
        _refuse_departing(challenge, proposal, verdict.outcome)
    return rewrite_decision(
        actor, decision, verdict, version=version, change_reason=change_reason.strip()
    )


def word_feedback(actor: Actor, proposal_id: int, feedback: str, *, version: int) -> Decision:
    """Change what the authors are told beside an outcome, until they are; the outcome stays."""
    _challenge, proposal = lock_proposal(actor, proposal_id)
    decision = untold(proposal)
    words = feedback.strip()
    if decision.outcome == Outcome.NOT_SELECTED and not words:
        raise Invalid("feedback_missing", field="feedback")
    claim(decision, version)
    decision.feedback = words
    if decision.outcome in FINAL:
        proposal.feedback = words
    return decision


def tell_everyone(actor: Actor, challenge_id: int) -> list[Decision]:
    """Publish the outcomes of a challenge to all proposers at once, when all are decided."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    _refuse_unscreened(challenge)
    results = load_results(challenge, NOTHING)
    if not results.rows:
        raise Conflict("nothing_to_tell")
    if has_open(challenge):
        raise Conflict("override_open")
    _refuse_undecided(results)
    decisions = [one for one in list_decisions(challenge) if one.told_at is None]
    if not decisions:
        raise Conflict("already_told")
    now = clock.now()
    for companion in _companions:
        companion(Telling(actor, challenge, results, decisions, now))
    publish_outcomes(actor, challenge.id)
    for decision in decisions:
        decision.told_at = now
    record(
        OutcomesPublished(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
            proposal_ids=tuple(sorted(one.proposal_id for one in decisions)),
        )
    )
    return decisions


@guards_moves
def leave_nobody_behind(challenge: Challenge, source: Phase, target: Phase) -> None:
    """Refuse to begin deciding before all are screened, and to end it before all are told."""
    begins = source is Phase.JURY and target in {Phase.SHORTLIST, Phase.DECISION}
    ends = source is Phase.DECISION and target is Phase.FOLLOW_UP
    if begins or ends:
        _refuse_unscreened(challenge)
    if ends:
        results = load_results(challenge, NOTHING)
        _refuse_undecided(results)
        if results.untold:
            raise Conflict("outcomes_untold", untold=results.untold)


@asks_movers
def refuse_tied_movers(actor: Actor, challenge: Challenge, source: Phase, target: Phase) -> None:
    """Refuse whoever is tied to a proposal to move its challenge on while it is judged."""
    if {source, target} & DECIDABLE:
        refuse_tied(actor, [challenge.id])


def _refuse_departing(challenge: Challenge, proposal: Proposal, outcome: Outcome) -> None:
    """Refuse what needs a second signature, and any decision while one is waited for."""
    if find_open(proposal.id) is not None:
        raise Conflict("override_open")
    departs, _rank = find_departure(challenge, proposal.id, outcome)
    if departs:
        raise Invalid("departs_from_ranking", field="grounds")


def _refuse_unscreened(challenge: Challenge) -> None:
    if number := count_unscreened(challenge):
        raise Conflict("unscreened_left", number=number)


def _refuse_undecided(results: Results) -> None:
    if results.undecided:
        raise Conflict("decisions_missing", missing=results.undecided)
