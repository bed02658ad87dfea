"""What juries bring to the pages of others: panels, next steps, figures, navigation."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.authz import Actor
from app.identity.rules import Purpose
from app.juries.policies import can_manage_jury
from app.juries.queries import judging, progress
from app.juries.rules.judging import ASSIGNABLE
from app.web.i18n import format_span
from app.web.invitations import Asked, describes
from app.web.panels import Figure, NavItem, NextStep, figures, navigation, next_steps
from app.web.panels import panel as on_page

END_OF_DAY = time(23, 59)


@on_page("event.manage", 40, "juries/_panel_manage.html")
def jury_progress(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Show how far the judging is on the organiser's page, once a deadline has passed."""
    if not can_manage_jury(actor, event):
        return None
    found = [one for one in progress.list_progress(event) if one.phase in ASSIGNABLE or one.sheets]
    return {"progress": found} if found else None


@describes(Purpose.JURY)
def invitation(asked: Any) -> Asked:
    """Return the words of an invitation onto the panel."""
    event = asked.event
    return Asked(
        title=_("Join the jury of %(event)s", event=event.name),
        subtitle=format_span(event.starts_at, event.ends_at, event.timezone),
        text=(
            _(
                "%(person)s asks you to judge proposals at this event. You see only what is "
                "assigned to you, and you can step back from a proposal if you know its authors.",
                person=asked.invited_by.name,
            ),
        ),
        accept=_("Join the jury"),
        done=_("Welcome to the jury"),
        landing=url_for("juries.my_assignments"),
        managed_at=url_for("juries.manage_jury", slug=event.slug),
        icon="scale",
    )


@figures
def scorecards(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the scorecards that were handed in."""
    if can_manage_jury(actor, event):
        total, done = progress.count_sheets(event)
        yield Figure(
            label=_("Scorecards"),
            value=done,
            note=_("of %(total)s", total=total) if total else _("none assigned yet"),
            url=url_for("juries.manage_jury", slug=event.slug),
            order=40,
        )


@next_steps
def to_score(actor: Actor) -> Iterator[NextStep]:
    """Tell jurors how many proposals wait for them, by challenge."""
    for pile in judging.list_piles(actor):
        if pile.left:
            day, zone = pile.challenge.decision_on, pile.challenge.event.timezone
            yield NextStep(
                title=ngettext("Score %(num)s proposal", "Score %(num)s proposals", pile.left),
                url=url_for("juries.my_assignments"),
                due_at=datetime.combine(day, END_OF_DAY, ZoneInfo(zone)) if day else None,
                zone=zone,
                note=pile.challenge.title,
                icon="scale",
            )


@navigation
def entries(actor: Actor, event: Any) -> Iterator[NavItem]:
    """Lead organisers to the jury of their event, jurors to what they judge."""
    if event is not None and can_manage_jury(actor, event):
        url = url_for("juries.manage_jury", slug=event.slug)
        yield NavItem(label=_("Jury"), url=url, icon="scale", order=40)
    elif event is None and actor.is_signed_in and judging.is_juror(actor):
        yield NavItem(label=_("Jury"), url=url_for("juries.my_assignments"), icon="scale", order=30)
