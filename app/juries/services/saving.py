"""Saving from any device: each save arrives once, and an earlier one can be put back."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.juries.facts import TopThreeChosen
from app.juries.models import Assignment, Scorecard, ScorecardSave, TopPick
from app.juries.queries import saving
from app.juries.queries.judging import get_assignment, is_open
from app.juries.rules.saving import TOP, Sheet, content_of, judgement_of
from app.juries.services.scoring import save_scorecard, submit_scorecard


def take_sheet(actor: Actor, assignment_id: int, sheet: Sheet) -> ScorecardSave:
    """Save what a juror sent, or hand it in; a repeat is answered like the first."""
    lock_saves(assignment_id)
    assignment = get_assignment(actor, assignment_id)
    authorize(actor, Permission.SCORECARD_EDIT, assignment)
    content = content_of(sheet.judgement)
    arrived = saving.find_save(assignment.id, sheet.client_id)
    if arrived is not None:
        return _same(arrived, content, sheet)
    act = submit_scorecard if sheet.submit else save_scorecard
    card = act(actor, assignment_id, sheet.judgement, version=sheet.version)
    return _note(card, content, sheet)


def lock_saves(assignment_id: int) -> None:
    """Let saves of one scorecard go one after the other, so that a repeat sees the first."""
    db.session.execute(
        select(Assignment.id).where(Assignment.id == assignment_id).with_for_update()
    )


def _same(arrived: ScorecardSave, content: object, sheet: Sheet) -> ScorecardSave:
    if arrived.content != content or arrived.is_submitted != sheet.submit:
        raise Conflict("save_id_used")
    return arrived


def _note(card: Scorecard, content: dict[str, object], sheet: Sheet) -> ScorecardSave:
    save = ScorecardSave(
        assignment_id=card.assignment_id,
        version=card.version,
        client_id=sheet.client_id,
        is_submitted=sheet.submit,
        content=content,
        saved_at=card.saved_at,
    )
    db.session.add(save)
    db.session.flush()
    return save


def put_back(
    actor: Actor, assignment_id: int, earlier: int, *, version: int, client_id: str | None = None
) -> ScorecardSave:
    """Make an earlier version of a scorecard its newest; what it replaces stays in the history."""
    assignment = get_assignment(actor, assignment_id)
    save = saving.get_save(assignment, earlier)
    sheet = Sheet(judgement_of(save.content), version, client_id=client_id)
    return take_sheet(actor, assignment_id, sheet)


def choose_top_three(actor: Actor, round_id: int, proposal_ids: Sequence[int]) -> Sequence[TopPick]:
    """Say which of their proposals a juror would put first, the best first; none takes it back."""
    mine = saving.get_own_assignments(actor, round_id)
    authorize(actor, Permission.SCORECARD_EDIT, mine[0])
    if not is_open(mine[0]):
        raise Conflict("judging_over")
    _refuse_strange(proposal_ids, {one.proposal_id for one in mine})
    juror_id, event_id = mine[0].juror_id, mine[0].event_id
    db.session.execute(
        delete(TopPick).where(TopPick.juror_id == juror_id, TopPick.round_id == round_id)
    )
    picks = [
        TopPick(round_id=round_id, juror_id=juror_id, proposal_id=one, place=place)
        for place, one in enumerate(proposal_ids, start=1)
    ]
    db.session.add_all(picks)
    db.session.flush()
    chosen = {"event_id": event_id, "juror_id": juror_id, "round_id": round_id}
    record(TopThreeChosen(actor_id=actor.person_id, count=len(picks), **chosen))
    return picks


def _refuse_strange(proposal_ids: Sequence[int], mine: set[int]) -> None:
    if len(proposal_ids) > TOP:
        raise Invalid("too_many_picks", field="proposal_ids", most=str(TOP))
    if len(set(proposal_ids)) < len(proposal_ids):
        raise Invalid("picked_twice", field="proposal_ids")
    if not set(proposal_ids) <= mine:
        raise Invalid("pick_not_yours", field="proposal_ids")
