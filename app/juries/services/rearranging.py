"""Assigning anew: worked out first and shown as a difference, stored only when somebody says so.

What a juror has begun to score stays with them.
"""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select

from app.core import jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.core.work import Report, Work, doing, finish, give_up, kind_needs, reopen, start_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.identity.queries import actor_for, get_person
from app.juries.facts import AssignmentsWithdrawn
from app.juries.models import Assignment, AssignmentDraft, AssignmentRun, Juror, Scorecard
from app.juries.queries.drafts import find_draft, get_draft
from app.juries.queries.panel import get_event_challenge
from app.juries.queries.questions import Question
from app.juries.rules.terms import Change, Terms, change_between
from app.juries.services import assigning
from app.proposals.queries import refuse_tied, refuse_tied_anywhere
from challenges.canonical import digest

KIND = "rearrange_proposals"

kind_needs(KIND, Permission.JURY_MANAGE, get_event_by_id)


def work_out_later(
    actor: Actor, event: Event, challenge_id: int | None, terms: Terms, *, back_url: str
) -> Work:
    """Let the worker find who would judge what; nothing changes by that."""
    authorize(actor, Permission.JURY_MANAGE, event)
    if challenge_id is None:
        refuse_tied_anywhere(actor, event.id)
    else:
        refuse_tied(actor, [get_event_challenge(event, challenge_id).id])
    work = start_work(actor, KIND, event.id, back_url=back_url)
    jobs.enqueue(
        KIND,
        work_id=work.id,
        event_id=event.id,
        challenge_id=challenge_id,
        person_id=actor.person_id,
        terms=asdict(terms),
    )
    return work


@jobs.task(KIND, on_given_up=give_up, on_retry=reopen)
def work_out_in_background(
    work_id: int,
    event_id: int,
    challenge_id: int | None,
    person_id: int,
    terms: dict[str, Any],
) -> None:
    """Work an assignment out for a person who waits; what they stop leaves nothing behind."""
    with doing(work_id) as report:
        actor = actor_for(get_person(person_id))
        _work_out(actor, event_id, challenge_id, Terms(**terms), work_id, report)


def _work_out(
    actor: Actor,
    event_id: int,
    challenge_id: int | None,
    terms: Terms,
    work_id: int,
    report: Report,
) -> None:
    event = get_event_by_id(event_id)
    question = in_unit_of_work(lambda: assigning.ask_with(actor, event, challenge_id, terms))
    plan = assigning.solve(question, report)

    def keep() -> None:
        _draft(actor, question, plan)
        finish(work_id)

    in_unit_of_work(keep)


def _draft(actor: Actor, question: Question, plan: Any) -> None:
    """Keep what was worked out, instead of what was before."""
    authorize(actor, Permission.JURY_MANAGE, get_event_by_id(question.event_id))
    _drop_any(question.event_id)
    pairs = [pair for pair, _ in assigning.pairs_of(question, plan)] if plan.is_feasible else []
    db.session.add(
        AssignmentDraft(
            event_id=question.event_id,
            challenge_id=question.challenge_id,
            made_by_id=actor.person_id,
            terms=asdict(question.terms),
            seed=question.seed,
            question=digest(question),
            digest=plan.digest,
            outcome=assigning.outcome_of(plan),
            before=sorted(map(list, question.existing | question.current)),
            pairs=sorted(map(list, pairs)),
        )
    )


def _drop_any(event_id: int) -> None:
    db.session.execute(delete(AssignmentDraft).where(AssignmentDraft.event_id == event_id))


def drop_draft(actor: Actor, event: Event) -> None:
    """Forget what was worked out."""
    authorize(actor, Permission.JURY_MANAGE, event)
    if find_draft(actor, event) is not None:
        _drop_any(event.id)


def change_of(draft: AssignmentDraft) -> Change:
    """Return what would change; nothing when it could not be done."""
    before = [(juror, proposal) for juror, proposal in draft.before]
    if not draft.outcome["is_feasible"]:
        return Change(kept=tuple(sorted(before)))
    return change_between(before, [(juror, proposal) for juror, proposal in draft.pairs])


def apply_draft(actor: Actor, event: Event, draft_id: int) -> Change:
    """Assign as it was worked out, if nothing changed since; each time once."""
    authorize(actor, Permission.JURY_MANAGE, event)
    draft = _take(actor, event, draft_id)
    if not draft.outcome["is_feasible"]:
        raise Conflict("draft_gone")
    question = assigning.ask_with(
        actor, event, draft.challenge_id, Terms(**draft.terms), draft.seed
    )
    if digest(assigning.hold_and_ask_again(actor, question)) != draft.question:
        raise Conflict("panel_changed_meanwhile")
    change = change_of(draft)
    run = assigning.add_run(actor, question, draft.digest, draft.outcome)
    _withdraw(actor, run, change)
    assigning.enter_new(actor, run, question, change.added)
    return change


def _take(actor: Actor, event: Event, draft_id: int) -> AssignmentDraft:
    """Take a draft out of the table: whoever comes second finds none."""
    draft = get_draft(actor, event)
    taken = delete(AssignmentDraft).where(AssignmentDraft.id == draft_id)
    is_other = draft.id != draft_id
    if is_other or db.session.scalar(taken.returning(AssignmentDraft.id)) is None:
        raise Conflict("draft_gone")
    return draft


def _withdraw(actor: Actor, run: AssignmentRun, change: Change) -> None:
    """Take back what nobody has begun to score, and tell those who lose something."""
    for juror_id, proposal_id in change.removed:
        gone = delete(Assignment).where(
            Assignment.juror_id == juror_id,
            Assignment.proposal_id == proposal_id,
            Assignment.recused_at.is_(None),
            Assignment.id.not_in(select(Scorecard.assignment_id)),
        )
        if db.session.scalar(gone.returning(Assignment.id)) is None:
            raise Conflict("panel_changed_meanwhile")
    losers = sorted({juror_id for juror_id, _ in change.removed})
    if losers:
        people = [juror for key in losers if (juror := db.session.get(Juror, key)) is not None]
        record(
            AssignmentsWithdrawn(
                actor_id=actor.person_id,
                event_id=run.event_id,
                run_id=run.id,
                challenge_id=run.challenge_id,
                assignments=len(change.removed),
                juror_ids=tuple(losers),
                person_ids=tuple(juror.person_id for juror in people),
            )
        )
