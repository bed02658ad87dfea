"""What pitch days bring to the pages of others: the way in for organisers and for jurors."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.authz import Actor
from app.pitches import queries
from app.pitches.policies import can_run_pitches
from app.pitches.rules.voting import VoteStage
from app.web.panels import NextStep, next_steps, panel
from app.web.tabs import part_of_jury

part_of_jury("/manage/{slug}/pitches", "/manage/pitches/")


@panel("event.manage", 45, "pitches/_panel_manage.html")
def pitch_days(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Lead organisers to the pitch days of their event, where it has any."""
    if not can_run_pitches(actor, event) or not queries.has_pitches(event):
        return None
    return {}


@panel("ticket.below", 10, "pitches/_panel_ticket.html")
def vote_of_the_audience(tickets: Sequence[Any]) -> dict[str, Any] | None:
    """Lead whoever holds a valid ticket to the audience's vote, from its declaration to its end."""
    votes = queries.list_votes(tickets)
    if not votes:
        return None
    stages = {vote.stage for vote in votes}
    stage = next(
        one for one in (VoteStage.OPEN, VoteStage.DECLARED, VoteStage.CLOSED) if one in stages
    )
    days = [vote.day for vote in votes if vote.stage is VoteStage.DECLARED]
    return {
        "vote_stage": stage,
        "pitches_start": min((day.starts_at for day in days), default=None),
    }


@next_steps
def to_pitch(actor: Actor) -> Iterator[NextStep]:
    """Tell jurors when pitches begin, and lead them to the form for the room."""
    for day in queries.list_days_of_juror(actor):
        yield NextStep(
            title=_("Score the pitches"),
            url=url_for("pitches.phone", round_id=day.round_id),
            due_at=day.starts_at,
            zone=day.round.challenge.event.timezone,
            note=day.round.challenge.title,
            icon="clock",
        )
