"""The organiser's remote: plan the day, set the order, open and close each pitch; the wall."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize
from app.core.permissions import Permission
from app.core.times import to_instant
from app.events.queries import get_managed_event
from app.pitches import queries, schemas, services
from app.pitches.pages.frame import blueprint, unchanged_or
from app.pitches.rules import Minutes, Stage, Terms
from app.web.fields import local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.get("/manage/<slug>/pitches")
@signed_in
def list_days(slug: str) -> str:
    """Show the rounds of an event that are pitched."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.PITCH_MANAGE, event)
    rounds = queries.list_pitch_rounds(event)
    return render_template("pitches/list.html", event=event, rounds=rounds)


@blueprint.route("/manage/pitches/<id:round_id>", methods=["GET", "POST"])
@signed_in
def run_day(round_id: int) -> Page:
    """Show the remote of a pitch day; plan it."""
    one = queries.get_run_round(actor(), round_id)
    event, day = one.challenge.event, queries.find_day(round_id)
    form = PageForm(schemas.PlanIn, _start(day, event))

    def plan(data: dict[str, Any]) -> bool:
        starts_at = to_instant(data["starts_at"], event.timezone, field="starts_at")
        services.plan_pitch_day(actor(), round_id, Terms(starts_at, data["minutes"]))
        return True

    if form.submit(plan):
        flash(_("The pitch day is planned. Every juror without a conflict judges."), "good")
        return redirect(url_for("pitches.run_day", round_id=round_id))
    return form.render("pitches/run.html", round=one, event=event, **_order(day))


def _start(day: Any, event: Any) -> dict[str, Any]:
    minutes = day.terms.minutes if day else Minutes()
    starts_at = day.starts_at if day else event.starts_at
    return {
        "starts_at": local_input(starts_at, event.timezone),
        "pitch": minutes.pitch,
        "questions": minutes.questions,
        "change": minutes.change,
    }


def _order(day: Any) -> dict[str, Any]:
    turns = queries.list_turns(actor(), day) if day else []
    current = next((turn for turn in turns if turn.pitch.stage is Stage.OPEN), None)
    following = next((turn for turn in turns if turn.pitch.stage is Stage.WAITING), None)
    return {"day": day, "turns": turns, "current": current, "following": following}


@blueprint.get("/manage/pitches/<id:round_id>/order")
@signed_in
def refresh_order(round_id: int) -> Response:
    """Return the running order alone, for the remote that is open."""
    one = queries.get_run_round(actor(), round_id)
    context = {"round": one, "event": one.challenge.event, **_order(queries.get_day(round_id))}
    return unchanged_or(render_template("pitches/_order.html", **context))


@blueprint.get("/manage/pitches/<id:round_id>/wall")
@signed_in
def wall(round_id: int) -> str:
    """Show who pitches now, with the clock, for a screen that all can see."""
    one = queries.get_run_round(actor(), round_id)
    context = {"round": one, "event": one.challenge.event, **_order(queries.get_day(round_id))}
    return render_template("pitches/wall.html", **context)


@blueprint.get("/manage/pitches/<id:round_id>/wall/now")
@signed_in
def refresh_wall(round_id: int) -> Response:
    """Return what the wall shows now."""
    one = queries.get_run_round(actor(), round_id)
    context = {"round": one, "event": one.challenge.event, **_order(queries.get_day(round_id))}
    return unchanged_or(render_template("pitches/_wall.html", **context))


@blueprint.post("/manage/pitches/<id:round_id>/<id:pitch_id>/move")
@signed_in
def move(round_id: int, pitch_id: int) -> Page:
    """Let a pitch change places with its neighbour."""
    form = PageForm(schemas.MoveIn)
    return _act(form, round_id, lambda by: services.move_pitch(actor(), round_id, pitch_id, by))


@blueprint.post("/manage/pitches/<id:round_id>/<id:pitch_id>/open")
@signed_in
def open_(round_id: int, pitch_id: int) -> Page:
    """Let a pitch begin."""
    form = PageForm(schemas.MoveIn, only=())
    return _act(form, round_id, lambda _by: services.open_pitch(actor(), round_id, pitch_id))


@blueprint.post("/manage/pitches/<id:round_id>/<id:pitch_id>/close")
@signed_in
def close(round_id: int, pitch_id: int) -> Page:
    """End a pitch."""
    form = PageForm(schemas.MoveIn, only=())
    return _act(form, round_id, lambda _by: services.close_pitch(actor(), round_id, pitch_id))


def _act(form: PageForm, round_id: int, work: Callable[[int], object]) -> Page:
    """Do something to a pitch, and say on the remote why it did not go."""
    done = form.submit(lambda data: (work(data.get("by", 0)), True))
    if done is None:
        flash(" ".join(word for words in form.errors.values() for word in words), "bad")
    return redirect(url_for("pitches.run_day", round_id=round_id))
