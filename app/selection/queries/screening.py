"""Reads of screening: the checklist of a proposal, its findings, and who waits for an answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from app.challenges.models import Challenge
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.proposals.models import Proposal
from app.proposals.queries import tells_replies
from app.proposals.rules.timeline import Reply
from app.selection.models import (
    ChecklistAnswer,
    HousePoint,
    IneligibleFinding,
    ScreeningSetting,
)
from app.selection.rules.screening import REPLY_DAYS, Point, points_of
from challenges.lifecycle import ProposalState

MOST = 100


@dataclass(frozen=True)
class Checked:
    """A point of a checklist with what was found of it, if anybody looked."""

    point: Point
    verdict: str | None
    note: str

    @property
    def key(self) -> str:
        """The key of the point."""
        return self.point.key

    @property
    def text(self) -> str:
        """The words of a point of the house."""
        return self.point.text

    @property
    def suggested(self) -> str | None:
        """What can be seen by itself."""
        return self.point.suggested


def list_house_points(event_id: int) -> Sequence[HousePoint]:
    """Return the organisers' own points of an event's checklist."""
    query = select(HousePoint).where(
        HousePoint.event_id == event_id, HousePoint.removed_at.is_(None)
    )
    return db.session.scalars(query.order_by(HousePoint.place, HousePoint.id)).all()


def reply_days_of(event_id: int) -> int:
    """Return how many days the applicants of an event have to reply to a finding."""
    query = select(ScreeningSetting.reply_days).where(ScreeningSetting.event_id == event_id)
    return db.session.scalar(query) or REPLY_DAYS


def read_checklist(proposal: Any) -> list[Checked]:
    """Return the checklist of a proposal, as it was handed in, with what was found so far."""
    house = list_house_points(proposal.challenge.event_id)
    said = answers_of(proposal.id)
    found = []
    for point in points_of(proposal.challenge, proposal, house):
        answer = said.get(point.key)
        verdict, note = (answer.verdict, answer.note) if answer else (None, "")
        found.append(Checked(point, verdict, note))
    return found


def answers_of(proposal_id: int) -> Mapping[str, ChecklistAnswer]:
    """Return what was found of a proposal, by the key of the point."""
    query = select(ChecklistAnswer).where(ChecklistAnswer.proposal_id == proposal_id)
    return {one.key: one for one in db.session.scalars(query)}


def find_finding(proposal_id: int) -> IneligibleFinding | None:
    """Return the last finding that a proposal is not eligible."""
    query = (
        select(IneligibleFinding)
        .where(IneligibleFinding.proposal_id == proposal_id)
        .order_by(IneligibleFinding.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


@tells_replies
def replies_of(proposal_ids: Collection[int]) -> dict[int, Reply]:
    """Return where the right of reply of some proposals stands, by their last finding."""
    query = (
        select(IneligibleFinding)
        .where(IneligibleFinding.proposal_id.in_(proposal_ids))
        .order_by(IneligibleFinding.number)
    )
    findings = db.session.scalars(query) if proposal_ids else ()
    now = clock.now()
    return {
        one.proposal_id: Reply(
            until=one.reply_until,
            replied_at=one.replied_at,
            is_answered=one.outcome is not None
            or (one.replied_at is None and one.reply_until <= now),
        )
        for one in findings
    }


def count_holding_up(challenge_id: int, now: datetime) -> int:
    """Return how many findings of a challenge can still be replied to, or wait for an answer."""
    query = (
        select(func.count())
        .select_from(IneligibleFinding)
        .join(IneligibleFinding.proposal)
        .where(
            Proposal.challenge_id == challenge_id,
            Proposal.state == ProposalState.INELIGIBLE,
            IneligibleFinding.outcome.is_(None),
            or_(IneligibleFinding.replied_at.is_not(None), IneligibleFinding.reply_until > now),
        )
    )
    return db.session.scalar(query) or 0


def count_replied(event_ids: Collection[int]) -> dict[int, int]:
    """Return how many replies wait for an answer, by event."""
    query = (
        select(Challenge.event_id, func.count())
        .select_from(IneligibleFinding)
        .join(IneligibleFinding.proposal)
        .join(Proposal.challenge)
        .where(
            Challenge.event_id.in_(event_ids),
            IneligibleFinding.replied_at.is_not(None),
            IneligibleFinding.outcome.is_(None),
        )
        .group_by(Challenge.event_id)
    )
    return dict(iter(db.session.execute(query)))


def list_to_reply(actor: Actor, now: datetime) -> Sequence[IneligibleFinding]:
    """Return the findings to which the actor's organisations can still reply."""
    query = (
        select(IneligibleFinding)
        .join(IneligibleFinding.proposal)
        .options(
            contains_eager(IneligibleFinding.proposal)
            .joinedload(Proposal.challenge)
            .joinedload(Challenge.event)
        )
        .where(
            Proposal.organisation_id.in_(sorted(actor.organisation_ids)),
            Proposal.state == ProposalState.INELIGIBLE,
            IneligibleFinding.replied_at.is_(None),
            IneligibleFinding.outcome.is_(None),
            IneligibleFinding.reply_until > now,
        )
    )
    return db.session.scalars(query.order_by(IneligibleFinding.reply_until).limit(MOST)).all()
