"""Assigning proposals to jurors: ask, solve outside any transaction, store if nothing changed.

An answer that cannot be given is an answer, too: it is stored with its reasons.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

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
from app.core.work import Report, Work, doing, finish, give_up, kind_needs, reopen, start_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.identity.queries import actor_for, get_person
from app.juries.facts import ProposalsAssigned
from app.juries.models import Assignment, AssignmentRun, Juror
from app.juries.queries.questions import Question, load_question
from app.juries.queries.rounds import get_round
from app.juries.rules.judging import BEFORE_JURY
from app.juries.rules.terms import Terms
from app.juries.services.conflicts import detect_conflicts
from app.juries.services.pairing import follow_members
from app.juries.services.rounds import ensure_first_round
from app.proposals.models import Proposal
from app.proposals.queries import refuse_tied
from challenges import VERSION
from challenges.expertise import Expert
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
    """Bring the conflicts up to date and return the question of who fills what is missing."""
    return ask_with(actor, event, challenge_id, Terms(per_proposal), seed)


def ask_with(
    actor: Actor, event: Event, challenge_id: int | None, terms: Terms, seed: int | None = None
) -> Question:
    """Bring the conflicts up to date and return the question to solve."""
    authorize(actor, Permission.JURY_MANAGE, event)
    detect_conflicts(actor, event.id)
    chosen = new_id() % 2**31 if seed is None else seed
    question = load_question(event.id, challenge_id, terms, chosen)
    refuse_tied(actor, question.challenge_ids)
    if not question.jurors:
        raise Conflict("panel_is_empty")
    if not question.proposals:
        raise Conflict("nothing_to_assign")
    return question


def solve(question: Question, report: Report | None = None) -> Any:
    """Return the kernel's plan; takes its time, so no transaction may be open.

    `report` hears of each step, and ends the work by what it raises.
    """
    from challenges import assignment as kernel
    from challenges.expertise import Bid, fit_of

    db.session.rollback()
    terms = question.terms
    firms = dict(question.organisations)
    topics = {expert.key: expert.topics for expert in question.experts}
    bids = {(encode_id(juror), encode_id(key)): Bid(wish) for juror, key, wish in question.bids}
    wanted = ((terms.topic, terms.topic_least),) if terms.topic else ()
    every = [_expert_of(key, question) for key, _ in question.jurors]
    return kernel.assign(
        [
            kernel.Juror(
                encode_id(key),
                encode_id(firms[key]) if key in firms else None,
                capacity,
                topics.get(encode_id(key), frozenset()),
            )
            for key, capacity in question.jurors
        ],
        [kernel.Proposal(encode_id(key), wanted=wanted) for key in question.proposals],
        _encoded(question.conflicts),
        per_proposal=terms.per_proposal,
        seed=question.seed,
        existing=_encoded(question.existing),
        affinity=fit_of(every, question.papers, bids),
        rules=kernel.Rules(terms.per_organisation, connected=terms.is_linked),
        current=_encoded(question.current),
        control=kernel.Control(report=report) if report else None,
    )


def _expert_of(juror_id: int, question: Question) -> Expert:
    """Return what is known of a juror's expertise; mostly nothing."""
    key = encode_id(juror_id)
    return next((one for one in question.experts if one.key == key), Expert(key))


def _encoded(pairs: Collection[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(encode_id(juror), encode_id(proposal)) for juror, proposal in pairs]


def store(actor: Actor, question: Question, plan: Any) -> AssignmentRun:
    """Store a plan and open the judging, if the question still is the one that was solved."""
    if hold_and_ask_again(actor, question) != question:
        raise Conflict("panel_changed_meanwhile")
    run = add_run(actor, question, plan.digest, outcome_of(plan))
    if plan.is_feasible:
        new = [pair for pair, is_kept in pairs_of(question, plan) if not is_kept]
        enter_new(actor, run, question, new)
    return run


def hold_and_ask_again(actor: Actor, question: Question) -> Question:
    """Hold the challenges of a question and return what would be asked now."""
    event = get_event_by_id(question.event_id)
    authorize(actor, Permission.JURY_MANAGE, event)
    for challenge_id in question.challenge_ids:
        lock_challenge(challenge_id)
    refuse_tied(actor, question.challenge_ids)
    detect_conflicts(actor, event.id, question.challenge_ids)
    return load_question(event.id, question.challenge_id, question.terms, question.seed)


def add_run(
    actor: Actor, question: Question, digest: str, outcome: dict[str, Any]
) -> AssignmentRun:
    """Note how an assignment came about."""
    run = AssignmentRun(
        event_id=question.event_id,
        challenge_id=question.challenge_id,
        made_by_id=actor.person_id,
        per_proposal=question.terms.per_proposal,
        seed=question.seed,
        kernel_version=VERSION,
        digest=digest,
        outcome=outcome,
    )
    db.session.add(run)
    db.session.flush()
    return run


def pairs_of(question: Question, plan: Any) -> list[tuple[tuple[int, int], bool]]:
    """Return the pairs of a plan by their ids, and whether each stood before."""
    jurors = {encode_id(key): key for key, _ in question.jurors}
    proposals = {encode_id(key): key for key in question.proposals}
    return [((jurors[p.juror], proposals[p.proposal]), p.kept) for p in plan.pairs]


def enter_new(
    actor: Actor, run: AssignmentRun, question: Question, new: Collection[tuple[int, int]]
) -> None:
    """Enter the new pairs, open the judging, and tell the jurors who have something new."""
    rounds = _rounds_by_proposal(question)
    for juror_id, proposal_id in new:
        made = Assignment(juror_id=juror_id, proposal_id=proposal_id, run_id=run.id)
        made.round_id = rounds[proposal_id]
        db.session.add(made)
    for challenge_id in question.challenge_ids:
        _open_judging(actor, challenge_id)
    follow_members(question.event_id)
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


def _rounds_by_proposal(question: Question) -> dict[int, int]:
    """Return the round that each proposal in question is judged in; a first one is made."""
    rounds: dict[int, int] = {}
    for challenge_id, position in question.positions:
        challenge = lock_challenge(challenge_id)
        ensure_first_round(challenge)
        rounds[challenge_id] = get_round(challenge, position).id
    query = select(Proposal.id, Proposal.challenge_id).where(Proposal.id.in_(question.proposals))
    return {key: rounds[challenge_id] for key, challenge_id in db.session.execute(query)}


def _open_judging(actor: Actor, challenge_id: int) -> None:
    """Move a challenge on to its jury, unless it has no proposal to judge or is there already."""
    challenge = lock_challenge(challenge_id)
    if phase_of(challenge, clock.now()) in BEFORE_JURY:
        move_challenge(actor, challenge_id, Phase.JURY)


def outcome_of(plan: Any) -> dict[str, Any]:
    """Return how a plan turned out, to be kept."""
    overlap = plan.overlap
    return {
        "is_feasible": plan.is_feasible,
        "is_optimal": plan.is_optimal,
        "pairs": len(plan.pairs),
        "kept": sum(pair.kept for pair in plan.pairs),
        "max_load": plan.objective.max_load,
        "squared_loads": plan.objective.squared_loads,
        "bound": plan.bound.squared_loads,
        "fit": int(plan.objective.affinity),
        "fit_bound": int(plan.bound.affinity),
        "floor": int(plan.objective.floor),
        "floor_bound": int(plan.bound.floor),
        "groups": len(overlap.components),
        "links": overlap.links,
        "reasons": [
            {
                "code": reason.code,
                "params": dict(reason.params),
                "message": reason.message,
                "proposals": list(reason.proposals),
            }
            for reason in plan.infeasible
        ],
    }


def assign_now(
    actor: Actor,
    event: Event,
    challenge_id: int | None,
    *,
    per_proposal: int,
    work_id: int | None = None,
    report: Report | None = None,
) -> AssignmentRun:
    """Assign proposals here and now: two units of work with the solver between them.

    Work that somebody waits for is finished in the second one: what is stopped stores nothing.
    """

    def keep() -> AssignmentRun:
        run = store(actor, question, plan)
        if work_id is not None:
            finish(work_id)
        return run

    for attempt in range(ATTEMPTS):
        question = in_unit_of_work(
            lambda: ask(actor, event, challenge_id, per_proposal=per_proposal)
        )
        plan = solve(question, report)
        try:
            return in_unit_of_work(keep)
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
    return len(load_question(event.id, challenge_id, Terms(1), 0).proposals)


@jobs.task(KIND, on_given_up=give_up, on_retry=reopen)
def assign_in_background(
    work_id: int, event_id: int, challenge_id: int | None, person_id: int, per_proposal: int
) -> None:
    """Assign proposals for a person who waits; doing it twice adds nothing."""
    with doing(work_id) as report:
        event = get_event_by_id(event_id)
        actor = actor_for(get_person(person_id))
        assign_now(
            actor,
            event,
            challenge_id,
            per_proposal=per_proposal,
            work_id=work_id,
            report=report,
        )
