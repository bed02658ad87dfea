"""Deciding otherwise than the ranking: one asks and says why, another signs, then it counts."""

from sqlalchemy import select, update

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.facts import record
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.identity.queries import actor_for
from app.juries.facts import OverrideAsked, OverrideSigned, OverrideWithdrawn
from app.juries.models import Decision, Override
from app.juries.queries.overriding import find_departure, find_open, get_signing
from app.juries.queries.panel import get_judged_proposal
from app.juries.queries.results import find_decision
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding, verdicts
from app.proposals.models import Proposal
from app.proposals.queries import is_tied


def ask_override(
    actor: Actor,
    proposal_id: int,
    verdict: Verdict,
    *,
    grounds: str,
    version: int = 0,
    change_reason: str = "",
) -> Override:
    """Ask for an outcome that departs from the ranking; asking ends the judging as deciding does.

    Nothing is decided before somebody else signs.
    """
    challenge, proposal = verdicts.lock_proposal(actor, proposal_id)
    _check(challenge, proposal, verdict, version, change_reason)
    if not grounds.strip():
        raise Invalid("override_grounds_missing", field="grounds")
    departs, rank = find_departure(challenge, proposal.id, verdict.outcome)
    if departs is None:
        raise Invalid("override_not_needed", field="outcome")
    if find_open(proposal.id) is not None:
        raise Conflict("override_open")
    verdicts.end_judging(actor, challenge, verdict.outcome)
    override = Override(
        challenge_id=challenge.id,
        proposal_id=proposal.id,
        decision_version=version,
        rank=rank,
        passed=[encode_id(one) for one in departs.passed],
        falls_short=departs.falls_short,
        outcome=verdict.outcome,
        reason=verdict.reason,
        feedback=verdict.feedback,
        change_reason=change_reason.strip(),
        grounds=grounds.strip(),
        asked_by_id=actor.person_id,
    )
    db.session.add(override)
    db.session.flush()
    record(OverrideAsked(actor_id=actor.person_id, outcome=verdict.outcome, **_about(override)))
    return override


def decide(
    actor: Actor,
    proposal_id: int,
    verdict: Verdict,
    *,
    grounds: str = "",
    version: int = 0,
    change_reason: str = "",
) -> Decision | Override:
    """Record what follows the ranking; with grounds, ask for a signature where it departs."""
    challenge, proposal = verdicts.lock_proposal(actor, proposal_id)
    current = find_decision(proposal)
    is_new = current is None or current.outcome != verdict.outcome
    if grounds and is_new and find_departure(challenge, proposal_id, verdict.outcome)[0]:
        return ask_override(
            actor,
            proposal_id,
            verdict,
            grounds=grounds,
            version=version,
            change_reason=change_reason,
        )
    if version:
        return deciding.change_decision(
            actor, proposal_id, verdict, version=version, change_reason=change_reason
        )
    return deciding.record_decision(actor, proposal_id, verdict)


def sign_override(actor: Actor, override_id: int, *, version: int) -> Override:
    """Sign what somebody else asked for; it takes effect at once, in their name."""
    override = _lock(actor, override_id)
    challenge = override.challenge
    if override.asked_by_id == actor.person_id:
        raise Forbidden("override_not_yours")
    if is_tied(actor_for(override.asked_by), challenge.id):
        raise Conflict("override_asker_tied")
    verdict = Verdict(Outcome(override.outcome), override.reason, override.feedback)
    proposal = get_judged_proposal(challenge, override.proposal_id)
    _check(challenge, proposal, verdict, override.decision_version, override.change_reason)
    _end(override, version, signed_by_id=actor.person_id, signed_at=clock.now())
    record(OverrideSigned(actor_id=actor.person_id, outcome=verdict.outcome, **_about(override)))
    decision, asker = find_decision(proposal), override.asked_by_id
    if decision is None:
        verdicts.write_decision(SYSTEM, challenge, proposal, verdict, asker)
    else:
        verdicts.rewrite_decision(
            SYSTEM,
            decision,
            verdict,
            version=override.decision_version,
            change_reason=override.change_reason,
            decided_by_id=asker,
        )
    return override


def withdraw_override(actor: Actor, override_id: int, *, version: int) -> Override:
    """Take back what waits for a second signature; whoever decides may."""
    override = _lock(actor, override_id)
    authorize(actor, Permission.JURY_DECIDE, override.challenge)
    _end(override, version, withdrawn_at=clock.now())
    record(OverrideWithdrawn(actor_id=actor.person_id, **_about(override)))
    return override


def _check(
    challenge: Challenge, proposal: Proposal, verdict: Verdict, version: int, change_reason: str
) -> None:
    """Refuse a verdict that could not be recorded now on the decision that was read."""
    if not version:
        verdicts.check_verdict(challenge, proposal, verdict)
        if find_decision(proposal) is not None:
            raise Conflict("already_decided")
        return
    decision = verdicts.check_change(challenge, proposal, verdict, change_reason)
    if decision.version != version:
        raise Conflict("decision_changed_meanwhile")
    if decision.outcome == verdict.outcome:
        raise Invalid("override_not_needed", field="outcome")


def _lock(actor: Actor, override_id: int) -> Override:
    """Return an override whose challenge nobody else can decide on meanwhile."""
    challenge_id = get_signing(actor, override_id).override.challenge_id
    lock_challenge(challenge_id)
    query = select(Override).where(Override.id == override_id)
    db.session.scalars(query.execution_options(populate_existing=True)).one()
    return get_signing(actor, override_id).override


def _end(override: Override, version: int, **values: object) -> None:
    """Sign or withdraw an override that is still open, as it was read; once."""
    claimed = (
        update(Override)
        .where(Override.id == override.id, Override.version == version)
        .where(Override.signed_at.is_(None), Override.withdrawn_at.is_(None))
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(claimed).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("override_changed")
    db.session.refresh(override)


def _about(override: Override) -> dict[str, int]:
    return {
        "event_id": override.challenge.event_id,
        "override_id": override.id,
        "challenge_id": override.challenge_id,
        "proposal_id": override.proposal_id,
    }
