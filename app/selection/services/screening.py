"""Screening by the checklist: arranging it, answering it, and the right of reply."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import delete, update

from app.challenges.models import Challenge
from app.challenges.rules.phases import phase_of
from app.challenges.services.moving import guards_moves
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import Fact, record
from app.core.house_lists import check_texts, keep_texts, tidy_texts
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import lock_event
from app.proposals.models import Proposal
from app.proposals.queries import (
    get_own_proposal,
    get_submitted,
    get_visible_proposal,
    refuse_closed,
)
from app.proposals.rules import SCREENABLE
from app.proposals.services.judging import Finding, reacts_to_screening
from app.proposals.services.writing import lock_proposal
from app.selection.facts import (
    ChecklistSaved,
    FindingConfirmed,
    FindingReplied,
    ScreeningArranged,
)
from app.selection.models import (
    ChecklistAnswer,
    HousePoint,
    IneligibleFinding,
    ScreeningSetting,
)
from app.selection.queries.screening import (
    answers_of,
    count_holding_up,
    find_finding,
    list_house_points,
    read_checklist,
    reply_days_of,
)
from app.selection.rules.screening import (
    BEGINS_DECIDING,
    ReplyState,
    contradiction,
    reply_until,
)
from challenges.lifecycle import WHILE_SCREENING, Phase, ProposalState

MOST_POINTS, LONGEST_POINT = 10, 200


def arrange_screening(
    actor: Actor, event: Event, *, reply_days: int, points: Iterable[str]
) -> ScreeningSetting:
    """Set the days to reply and the points of the house; a point that stays keeps its answers."""
    authorize(actor, Permission.SCREENING_EDIT, event)
    lock_event(event)
    wanted = tidy_texts(points)
    check_texts(wanted, name="point", most=MOST_POINTS, longest=LONGEST_POINT)
    setting = db.session.merge(ScreeningSetting(event_id=event.id, reply_days=reply_days))
    keep_texts(list_house_points(event.id), wanted, partial(HousePoint, event_id=event.id))
    record(
        ScreeningArranged(
            actor_id=actor.person_id,
            event_id=event.id,
            reply_days=reply_days,
            points=len(wanted),
        )
    )
    return setting


def save_checklist(
    actor: Actor, proposal_id: int, answers: Iterable[Mapping[str, Any]]
) -> Proposal:
    """Keep what was found of the points of a proposal's checklist; others stay as they are."""
    proposal = lock_proposal(proposal_id)
    authorize(actor, Permission.PROPOSAL_SCREEN, proposal)
    refuse_closed(actor, proposal.id)
    if proposal.state not in SCREENABLE or _phase(proposal) not in WHILE_SCREENING:
        raise Conflict("screening_over")
    known = {one.key for one in read_checklist(get_submitted(proposal))}
    said = {one["key"]: one for one in answers}
    if set(said) - known:
        raise Invalid("no_such_point")
    own = ChecklistAnswer.proposal_id == proposal.id
    db.session.execute(delete(ChecklistAnswer).where(own, ChecklistAnswer.key.in_(said)))
    db.session.expire_all()
    for key, one in said.items():
        if one.get("verdict"):
            db.session.add(
                ChecklistAnswer(
                    proposal_id=proposal.id,
                    key=key,
                    verdict=one["verdict"],
                    note=one.get("note") or "",
                    answered_by_id=actor.person_id,
                )
            )
    db.session.flush()
    record(_fact(ChecklistSaved, actor, proposal))
    return proposal


@reacts_to_screening
def keep_to_checklist(finding: Finding) -> None:
    """Refuse what contradicts the checklist; open the right of reply, or end it."""
    known = {one.key for one in read_checklist(get_submitted(finding.proposal))}
    said = answers_of(finding.proposal.id)
    verdicts = {key: one.verdict for key, one in said.items() if key in known}
    code = contradiction(verdicts, finding.target, finding.reason)
    if code is not None:
        raise Conflict(code, field="state")
    before = find_finding(finding.proposal.id)
    if before is not None and before.outcome is None:
        _answer(before, ReplyState.TURNED, finding.reason)
    if finding.target is ProposalState.INELIGIBLE:
        days = reply_days_of(finding.proposal.challenge.event_id)
        db.session.add(
            IneligibleFinding(
                proposal_id=finding.proposal.id,
                number=before.number + 1 if before else 1,
                reason=finding.reason[:1000],
                found_at=finding.at,
                found_by_id=finding.actor.person_id,
                reply_until=reply_until(finding.at, days),
            )
        )


def reply_to_finding(actor: Actor, proposal_id: int, text: str) -> IneligibleFinding:
    """Answer the finding that a proposal is not eligible: once, within the time."""
    get_own_proposal(actor, proposal_id)
    proposal = lock_proposal(proposal_id)
    finding, now = find_finding(proposal.id), clock.now()
    if finding is None or proposal.state != ProposalState.INELIGIBLE:
        raise Conflict("reply_over")
    replying = (
        update(IneligibleFinding)
        .where(
            IneligibleFinding.id == finding.id,
            IneligibleFinding.replied_at.is_(None),
            IneligibleFinding.outcome.is_(None),
            IneligibleFinding.reply_until > now,
        )
        .values(reply=text, replied_at=now, replied_by_id=actor.person_id)
        .returning(IneligibleFinding)
        .execution_options(populate_existing=True)
    )
    replied = db.session.scalar(replying)
    if replied is None:
        raise Conflict("reply_over")
    record(_fact(FindingReplied, actor, proposal, finding_id=replied.id))
    return replied


def confirm_finding(actor: Actor, proposal_id: int, reason: str) -> IneligibleFinding:
    """Find again, after the reply was read, that a proposal is not eligible."""
    proposal = get_visible_proposal(actor, proposal_id)
    authorize(actor, Permission.PROPOSAL_SCREEN, proposal)
    refuse_closed(actor, proposal.id)
    proposal = lock_proposal(proposal_id)
    finding = find_finding(proposal.id)
    if finding is None or finding.replied_at is None:
        raise Conflict("nothing_to_confirm")
    if proposal.state != ProposalState.INELIGIBLE or finding.outcome is not None:
        raise Conflict("nothing_to_confirm")
    _answer(finding, ReplyState.CONFIRMED, reason)
    record(_fact(FindingConfirmed, actor, proposal, finding_id=finding.id))
    return finding


@guards_moves
def wait_for_replies(challenge: Challenge, source: Phase, target: Phase) -> None:
    """Refuse to begin deciding while authors can still reply, or wait for an answer."""
    if source in WHILE_SCREENING and target in BEGINS_DECIDING:
        number = count_holding_up(challenge.id, clock.now())
        if number:
            raise Conflict("replies_open", number=number)


def _answer(finding: IneligibleFinding, outcome: ReplyState, words: str) -> None:
    finding.outcome, finding.answer = outcome, words[:1000]
    finding.answered_at = clock.now()


def _phase(proposal: Proposal) -> Phase:
    return phase_of(proposal.challenge, clock.now())


def _fact(kind: type[Fact], actor: Actor, proposal: Proposal, **more: int) -> Fact:
    challenge = proposal.challenge
    ids = {"proposal_id": proposal.id, "challenge_id": challenge.id, **more}
    return kind(actor_id=actor.person_id, event_id=challenge.event_id, **ids)
