"""What juries bring to the pages of others: panels, next steps, figures, navigation."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.authz import Actor
from app.experts.queries import counts_loads
from app.identity.rules import Purpose
from app.juries.messages import SEAT_HINTS, SEATS
from app.juries.policies import can_manage_jury
from app.juries.queries import judging, progress, walls
from app.juries.queries.briefing import promised, text_or_ready
from app.juries.queries.loads import count_loads
from app.juries.rules.briefing import TextKind
from app.juries.rules.judging import ASSIGNABLE
from app.oversight.queries import hides_entries
from app.proposals.queries import closed_to, ties
from app.web.i18n import format_span
from app.web.invitations import Asked, describes
from app.web.panels import Figure, NavItem, NextStep, figures, navigation, next_steps
from app.web.panels import panel as on_page
from app.web.tabs import JURY_ADDRESSES, part_of_jury

END_OF_DAY = time(23, 59)
part_of_jury("/overrides/")

counts_loads(count_loads)
ties(walls.stands_in_the_register)
hides_entries(walls.hide_judging)


@on_page("event.manage", 40, "juries/_panel_manage.html")
def jury_progress(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Show how far the judging is on the organiser's page, once a deadline has passed."""
    if not can_manage_jury(actor, event):
        return None
    everything = progress.list_progress(event, closed_to(actor, event.id))
    found = [one for one in everything if one.phase in ASSIGNABLE or one.sheets]
    return {"progress": found} if found else None


@describes(Purpose.JURY)
def invitation(asked: Any) -> Asked:
    """Return the words of an invitation onto the panel, with the terms that it was sent with."""
    event, promise = asked.event, promised(asked.terms.get("terms_id"))
    return Asked(
        title=_("Join the jury of %(event)s", event=event.name),
        subtitle=format_span(event.starts_at, event.ends_at, event.timezone),
        text=(
            _(
                "%(person)s asks you to judge proposals at this event. You see only what is "
                "assigned to you, and you can step back from a proposal if you know its authors.",
                person=asked.invited_by.name,
            ),
            *_seat(asked),
        ),
        accept=_("Promise this and join the jury") if promise else _("Join the jury"),
        briefing=text_or_ready(event.id, TextKind.BRIEFING).text if promise else "",
        promise=promise,
        done=_("Welcome to the jury"),
        landing=url_for("juries.my_assignments"),
        managed_at=url_for("juries.manage_jury", slug=event.slug),
        icon="scale",
    )


def _seat(asked: Any) -> tuple[str, ...]:
    """Return what somebody would do on the panel, where the invitation says it."""
    if not asked.role:
        return ()
    role, hint = str(SEATS[asked.role]), str(SEAT_HINTS[asked.role])
    return (_("Your seat: %(role)s. %(hint)s", role=role, hint=hint),)


@figures
def scorecards(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the scorecards that were handed in."""
    if can_manage_jury(actor, event):
        total, done = progress.count_sheets(event, closed_to(actor, event.id))
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
        covers = tuple(address.format(slug=event.slug) for address in JURY_ADDRESSES)
        yield NavItem(label=_("Jury"), url=url, icon="scale", order=40, covers=covers)
    elif actor.is_signed_in and (event is None or _is_here()) and judging.is_juror(actor):
        url, covers = url_for("juries.my_assignments"), tuple(JURY_ADDRESSES)
        yield NavItem(label=_("Jury"), url=url, icon="scale", order=30, covers=covers)


def _is_here() -> bool:
    """Whether this is a page of a jury, which shows jurors the way back to what they judge."""
    return request.path.startswith(tuple(JURY_ADDRESSES))
