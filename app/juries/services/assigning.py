"""Assigning proposals to jurors: ask, solve outside any transaction, store if nothing changed.

An answer that cannot be given is an answer, too: it is stored with its reasons.
"""

from typing import Any

from app.challenges.rules.phases import phase_of
from app.challenges.services.moving import lock_challenge, move_challenge
from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import encode_id, new_id
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.core.work import Work, doing, finish, give_up, kind_needs, reopen, start_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.identity.queries import actor_for, get_person
from app.juries.facts import ProposalsAssigned
from app.juries.models import Assignment, AssignmentRun, Juror
from app.juries.queries.questions import Question, load_question
from app.juries.rules.judging import BEFORE_JURY
from app.juries.services.conflicts import detect_conflicts
from challenges import VERSION
from challenges.lifecycle import Phase

AT_ONCE = 50  # more proposals than this are assigned by the worker
KIND = "assign_proposals"
ATTEMPTS = 3

kind_needs(KIND, Permission.JURY_MANAGE, get_event_by_id)


def ask(
    actor: Actor,
    event: Event,
    challenge_id: int | None,
    *,
    per_proposal: int,
    seed: int | None = None,
) -> Question:
    """Bring the conflicts up to date and return the question to solve."""
    authorize(actor, Permission.JURY_MANAGE, event)
    detect_conflicts(actor, event.id)
    chosen = new_id() % 2**31 if seed is None else seed
    question = load_question(event.id, challenge_id, per_proposal=per_proposal, seed=chosen)
    if not question.jurors:
        raise Conflict("panel_is_empty")
    if not question.proposals:
        raise Conflict("nothing_to_assign")
    return question


def solve(question: Question) -> Any:
    """Return the kernel's plan; takes its time, so no transaction may be open."""
    from challenges import assignment as kernel

    db.session.rollback()
    return kernel.assign(
        [kernel.Juror(encode_id(key), capacity=capacity) for key, capacity in question.jurors],
        [kernel.Proposal(encode_id(key)) for key in question.proposals],
        [(encode_id(juror), encode_id(proposal)) for juror, proposal in question.conflicts],
        per_proposal=question.per_proposal,
        seed=question.seed,
        existing=[(encode_id(juror), encode_id(key)) for juror, key in question.existing],
    )


def store(actor: Actor, question: Question, plan: Any) -> AssignmentRun:
    """Store a plan and open the judging, if the question still is the one that was solved."""
    event = get_event_by_id(question.event_id)
    authorize(actor, Permission.JURY_MANAGE, event)
    for challenge_id in question.challenge_ids:
        lock_challenge(challenge_id)
    detect_conflicts(actor, event.id, question.challenge_ids)
    now_asked = load_question(
        question.event_id,
        question.challenge_id,
        per_proposal=question.per_proposal,
        seed=question.seed,
    )
    if now_asked != question:
        raise Conflict("panel_changed_meanwhile")
    run = AssignmentRun(
        event_id=question.event_id,
        challenge_id=question.challenge_id,
        made_by_id=actor.person_id,
        per_proposal=question.per_proposal,
        seed=question.seed,
        kernel_version=VERSION,
        digest=plan.digest,
        outcome=_outcome(plan),
    )
    db.session.add(run)
    db.session.flush()
    if plan.is_feasible:
        _assign(actor, run, question, plan)
    return run


def _assign(actor: Actor, run: AssignmentRun, question: Question, plan: Any) -> None:
    """Enter the new pairs, open the judging, and tell the jurors who have something new."""
    jurors = {encode_id(key): key for key, _ in question.jurors}
    proposals = {encode_id(key): key for key in question.proposals}
    new = [(jurors[p.juror], proposals[p.proposal]) for p in plan.pairs if not p.kept]
    for juror_id, proposal_id in new:
        db.session.add(Assignment(juror_id=juror_id, proposal_id=proposal_id, run_id=run.id))
    for challenge_id in question.challenge_ids:
        _open_judging(actor, challenge_id)
    told = sorted({juror_id for juror_id, _ in new})
    people = [juror for key in told if (juror := db.session.get(Juror, key)) is not None]
    record(
        ProposalsAssigned(
            actor_id=actor.person_id,
            event_id=question.event_id,
            run_id=run.id,
            challenge_id=question.challenge_id,
            assignments=len(new),
            juror_ids=tuple(told),
            emails=tuple(juror.person.email for juror in people),
        )
    )


def _open_judging(actor: Actor, challenge_id: int) -> None:
    """Move a challenge on to its jury, unless it has no proposal to judge or is there already."""
    challenge = lock_challenge(challenge_id)
    if phase_of(challenge, clock.now()) in BEFORE_JURY:
        move_challenge(actor, challenge_id, Phase.JURY)


def _outcome(plan: Any) -> dict[str, Any]:
    return {
        "is_feasible": plan.is_feasible,
        "is_optimal": plan.is_optimal,
        "pairs": len(plan.pairs),
        "kept": sum(pair.kept for pair in plan.pairs),
        "max_load": plan.objective.max_load,
        "squared_loads": plan.objective.squared_loads,
        "bound": plan.bound.squared_loads,
        "reasons": [
            {"code": reason.code, "params": dict(reason.params), "message": reason.message}
            for reason in plan.infeasible
        ],
    }


def assign_now(
    actor: Actor, event: Event, challenge_id: int | None, *, per_proposal: int
) -> AssignmentRun:
    """Assign proposals here and now: two units of work with the solver between them."""
    for attempt in range(ATTEMPTS):
        question = in_unit_of_work(
            lambda: ask(actor, event, challenge_id, per_proposal=per_proposal)
        )
        plan = solve(question)
        try:
            return in_unit_of_work(lambda: store(actor, question, plan))  # noqa: B023 - runs at once
        except Conflict as error:
            if error.code != "panel_changed_meanwhile" or attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def assign_later(
    actor: Actor, event: Event, challenge_id: int | None, *, per_proposal: int, back_url: str
) -> Work:
    """Let the worker assign proposals; the work says how far it is."""
    authorize(actor, Permission.JURY_MANAGE, event)
    work = start_work(actor, KIND, event.id, back_url=back_url)
    jobs.enqueue(
        KIND,
        work_id=work.id,
        event_id=event.id,
        challenge_id=challenge_id,
        person_id=actor.person_id,
        per_proposal=per_proposal,
    )
    return work


def count_assignable(event: Event, challenge_id: int | None) -> int:
    """Return how many proposals an assignment would be about."""
    return len(load_question(event.id, challenge_id, per_proposal=1, seed=0).proposals)


@jobs.task(KIND, on_given_up=give_up, on_retry=reopen)
def assign_in_background(
    work_id: int, event_id: int, challenge_id: int | None, person_id: int, per_proposal: int
) -> None:
    """Assign proposals for a person who waits; doing it twice adds nothing."""
    with doing(work_id) as report:
        event = get_event_by_id(event_id)
        actor = actor_for(get_person(person_id))
        report(0, 1)
        assign_now(actor, event, challenge_id, per_proposal=per_proposal)
        in_unit_of_work(lambda: finish(work_id))
