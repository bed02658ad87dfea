"""Pages of an event's organisers: review challenges and move them on."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges import queries
from app.challenges.pages.base import (
    MOVES,
    PHASES,
    blueprint,
    errors_of,
    phase_badge,
    phase_steps,
)
from app.challenges.rules.phases import organiser_moves, phase_of
from app.challenges.schemas import Extension, MoveTo
from app.challenges.services import moving
from app.core import clock
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.web.fields import local_input
from app.web.forms import PageForm
from app.web.guards import actor, signed_in
from challenges.lifecycle import Move, Phase

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<slug>/challenges")
@signed_in
def manage_challenges(slug: str) -> str:
    """Show all challenges of an event with their phases."""
    event = _managed(slug)
    found = queries.list_of_event(event)
    wanted = request.args.get("phase", "")
    phases = [phase_badge(challenge)["key"] for challenge in found]
    return render_template(
        "challenges/manage.html",
        event=event,
        challenges=[one for one, phase in zip(found, phases, strict=True) if wanted in ("", phase)],
        counts={key: phases.count(key) for key in PHASES if key in phases},
        total=len(found),
        wanted=wanted,
        names=PHASES,
    )


@blueprint.get("/manage/<slug>/challenges/<id:challenge_id>")
@signed_in
def manage_challenge(slug: str, challenge_id: int) -> str:
    """Show where a challenge stands, what comes next and what happened so far."""
    challenge = _challenge(slug, challenge_id)
    now = clock.now()
    return render_template(
        "challenges/manage_one.html",
        challenge=challenge,
        event=challenge.event,
        phase=phase_badge(challenge),
        track=phase_steps(challenge),
        moves=[_shown(move) for move in organiser_moves(challenge, now)],
        log=queries.list_moves(challenge),
        open_comments=queries.count_open_comments(challenge),
        extensions=queries.list_extensions(challenge),
        names=PHASES,
        errors=errors_of(queries.gaps_of(challenge, now)),
        may_extend=phase_of(challenge, now) in moving.BEFORE_CLOSE,
    )


@blueprint.route("/manage/<slug>/challenges/<id:challenge_id>/move", methods=["GET", "POST"])
@signed_in
def move_challenge(slug: str, challenge_id: int) -> Answer:
    """Ask for the reason of a move, then make it."""
    challenge = _challenge(slug, challenge_id)
    to = str(request.values.get("to", ""))
    possible = [move for move in organiser_moves(challenge, clock.now()) if move.target == to]
    form = PageForm(MoveTo, {"to": to})
    moved = form.submit(
        lambda data: moving.move_challenge(actor(), challenge_id, data["to"], data["reason"] or "")
    )
    if moved is not None:
        words = _("%(title)s: %(phase)s", title=moved.title, phase=phase_badge(moved)["text"])
        flash(words, "good")
        return redirect(url_for(".manage_challenge", slug=slug, challenge_id=challenge_id))
    if not possible and request.method == "GET":
        raise NotFound
    return form.render(
        "challenges/move.html",
        challenge=challenge,
        event=challenge.event,
        label=_label(possible[0]) if possible else MOVES.get(to, to),
        needs_reason=bool(possible) and possible[0].reason_required,
    )


@blueprint.route("/manage/<slug>/challenges/<id:challenge_id>/extend", methods=["GET", "POST"])
@signed_in
def extend_deadline(slug: str, challenge_id: int) -> Answer:
    """Put the deadline off."""
    challenge = _challenge(slug, challenge_id)
    zone = challenge.event.timezone
    form = PageForm(Extension, {"closes_at": local_input(challenge.closes_at, zone)})
    extended = form.submit(
        lambda data: moving.extend_deadline(
            actor(), challenge_id, data["closes_at"], data["reason"]
        )
    )
    if extended is not None:
        flash(_("Deadline extended"), "good")
        return redirect(url_for(".manage_challenge", slug=slug, challenge_id=challenge_id))
    return form.render("challenges/extend.html", challenge=challenge, event=challenge.event)


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.EVENT_MANAGE, event)
    return event


def _challenge(slug: str, challenge_id: int) -> Any:
    event = _managed(slug)
    challenge = queries.get_challenge(challenge_id)
    if challenge.event_id != event.id:
        raise NotFound
    return challenge


def _shown(move: Move) -> dict[str, Any]:
    return {"to": str(move.target), "label": _label(move), "is_back": move.reason_required}


def _label(move: Move) -> Any:
    """Return what a move is called; an end before the follow-up is no mere archiving."""
    if move.target is Phase.ARCHIVED and move.reason_required:
        return _("Call off")
    if move.source is Phase.FOLLOW_UP and move.target is Phase.DECISION:
        return _("Go back to deciding")
    return MOVES[str(move.target)]
