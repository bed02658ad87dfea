"""Pages of the rounds of a challenge: all of them, their rule, closing one early."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import LazyString, lazy_gettext, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges import queries, schemas
from app.challenges.pages.base import blueprint, phase_badge
from app.challenges.policies import can_edit_challenge
from app.challenges.queries.rounds import get_current_round, list_rounds, next_closing
from app.challenges.rules.phases import phase_of
from app.challenges.services import rounds
from app.challenges.services.moving import BEFORE_CLOSE
from app.core import clock
from app.core.authz import Actor
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.panels import panel
from challenges.rounds import Unit

UNITS: list[tuple[str, LazyString]] = [
    (Unit.WEEKS.value, lazy_gettext("weeks")),
    (Unit.MONTHS.value, lazy_gettext("months")),
]


@blueprint.get("/challenge-series/<id:series_id>")
@public
def current_round(series_id: int) -> Response:
    """Lead to the round that is open now, under an address that stays."""
    found = get_current_round(actor(), series_id)
    return redirect(url_for(".view_challenge", challenge_id=found.id))


@blueprint.get("/challenges/<id:challenge_id>/rounds")
@public
def show_rounds(challenge_id: int) -> str:
    """Show all rounds of a challenge, and when the next one comes."""
    challenge = queries.get_visible_challenge(actor(), challenge_id)
    found = list_rounds(actor(), challenge)
    newest, now = found[0], clock.now()
    may_edit = actor().is_signed_in and can_edit_challenge(actor(), newest)
    goes_on = newest.series is not None and newest.series.stopped_at is None
    return render_template(
        "challenges/rounds.html",
        challenge=newest,
        event=newest.event,
        rounds=[(one, phase_badge(one)) for one in found],
        series=newest.series,
        rule=rule_words(newest.series) if newest.series else None,
        next_closes_at=next_closing(newest),
        may_plan=may_edit and phase_of(newest, now) in BEFORE_CLOSE,
        may_stop=may_edit and goes_on,
        may_close=may_edit and goes_on and phase_of(newest, now) == "open",
    )


@blueprint.route("/challenges/<id:challenge_id>/rounds/rule", methods=["GET", "POST"])
@signed_in
def plan_rounds(challenge_id: int) -> Page:
    """Say how often a challenge comes back."""
    challenge = queries.get_editable_challenge(actor(), challenge_id)
    form = PageForm(schemas.RoundsForm, _start(challenge))
    planned = form.submit(lambda data: rounds.plan_rounds(actor(), challenge_id, **data))
    if planned is not None:
        flash(_("When this round closes, the next one opens by itself."), "good")
        return redirect(url_for(".show_rounds", challenge_id=challenge_id))
    return form.render(
        "challenges/plan_rounds.html", challenge=challenge, event=challenge.event, units=UNITS
    )


def _start(challenge: Any) -> dict[str, Any]:
    series = challenge.series
    if series is None:
        return {"every": 2, "unit": Unit.MONTHS.value}
    until = series.until.isoformat() if series.until else None
    own = {"every": series.every, "unit": series.unit, "most_rounds": series.most_rounds}
    return own | {"until": until}


@blueprint.post("/challenges/<id:challenge_id>/rounds/stop")
@signed_in
@writes
def stop_rounds(challenge_id: int) -> Response:
    """Open no further round."""
    rounds.stop_rounds(actor(), challenge_id)
    flash(_("No further round opens. This one stays open until its deadline."), "good")
    return redirect(url_for(".show_rounds", challenge_id=challenge_id))


@blueprint.route("/challenges/<id:challenge_id>/rounds/close", methods=["GET", "POST"])
@signed_in
def close_round(challenge_id: int) -> Page:
    """Ask why, then close a round before its deadline."""
    challenge = queries.get_editable_challenge(actor(), challenge_id)
    form = PageForm(schemas.EarlyClose)
    closed = form.submit(lambda data: rounds.close_round(actor(), challenge_id, data["reason"]))
    if closed is not None:
        flash(_("The round is closed. The next one opens in a few minutes."), "good")
        return redirect(url_for(".show_rounds", challenge_id=challenge_id))
    return form.render("challenges/close_round.html", challenge=challenge, event=challenge.event)


def rule_words(series: Any) -> str:
    """Return how often a deadline returns, in words."""
    if series.unit == Unit.WEEKS:
        return ngettext("Every week", "Every %(num)s weeks", series.every)
    return ngettext("Every month", "Every %(num)s months", series.every)


@panel("challenge.beside", 5, "challenges/_panel_rounds.html")
def rounds_beside(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Show which round a challenge is, and lead to the one that is open."""
    may_edit = actor.is_signed_in and can_edit_challenge(actor, challenge)
    if challenge.series_id is None:
        may_plan = may_edit and phase_of(challenge, clock.now()) in BEFORE_CLOSE
        return {"challenge": challenge, "current": None, "rule": None} if may_plan else None
    found = list_rounds(actor, challenge)
    return {
        "challenge": challenge,
        "current": found[0] if found[0].id != challenge.id else None,
        "rule": rule_words(challenge.series),
        "next_closes_at": next_closing(found[0]),
    }
