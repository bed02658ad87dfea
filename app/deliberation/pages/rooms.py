"""The room on a phone and on the screen: what is up, who leaves next, what was agreed."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import can
from app.core.permissions import Permission
from app.deliberation import schemas
from app.deliberation.pages.base import blueprint
from app.deliberation.presentation import tie_words
from app.deliberation.queries import rooms as queries
from app.deliberation.queries.minutes import list_minutes
from app.deliberation.services import rooms as services
from app.juries.queries import panel
from app.juries.queries.rounds import find_last_round, rubric_of
from app.proposals.queries import closed_to
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import JURY


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/deliberation")
@signed_in
def show_deliberation(slug: str, challenge_id: int) -> Page:
    """Lead to the room of the round that is judged, or offer to open it."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    one = find_last_round(challenge, closed_to(actor(), event.id))
    return render_template(
        "deliberation/start.html",
        event=event,
        challenge=challenge,
        room=queries.find_room(one) if one else None,
        ties=tie_words([str(rule) for rule in rubric_of(one).tie_rules]) if one else [],
        tabs=JURY.tabs(slug=slug, challenge_id=challenge_id),
    )


@blueprint.post("/manage/<slug>/jury/<id:challenge_id>/deliberation")
@signed_in
def open_room(slug: str, challenge_id: int) -> Response:
    """Open the deliberation."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    attempt(
        lambda: services.open_room(actor(), challenge.id),
        _("The room is open. The panel finds it on its jury page."),
    )
    return redirect(url_for(".show_deliberation", slug=slug, challenge_id=challenge_id))


@blueprint.get("/deliberations/<id:room_id>")
@signed_in
def view_room(room_id: int) -> Page:
    """Show the room."""
    return render_template("deliberation/room.html", **_context(room_id))


@blueprint.get("/deliberations/<id:room_id>/state")
@signed_in
def room_state(room_id: int) -> Page:
    """Show the part of the room that asks for itself again while it is open."""
    return render_template("deliberation/_state.html", **_context(room_id))


def _context(room_id: int) -> dict[str, Any]:
    place = queries.get_place(actor(), room_id)
    lines = queries.lines_of(place)
    up = next((n for n, one in enumerate(lines) if one.is_up), None)
    done = sum(one.is_over for one in lines)
    ahead = [one for one in lines if not one.is_over and not one.is_up]
    return {
        "place": place,
        "room": place.room,
        "event": place.event,
        "challenge": place.room.challenge,
        "lines": lines,
        "current": lines[up] if up is not None else None,
        "ahead": ahead,
        "done": done,
        "present": [one for one in queries.list_presence(place.room) if one.left_at is None],
        "is_in": queries.find_presence(place.room, actor().person_id) is not None,
        "may_join": place.room.closed_at is None and can(actor(), Permission.ROOM_JOIN, place),
        "may_run": can(actor(), Permission.ROOM_RUN, place),
        "ties": tie_words(place.room.tie_rules),
        "minutes": next(iter(list_minutes(place.room)), None),
    }


@blueprint.post("/deliberations/<id:room_id>/join")
@signed_in
def join_room(room_id: int) -> Response:
    """Come into the room."""
    return _did(room_id, lambda: services.join_room(actor(), room_id), _("You are in the room"))


@blueprint.post("/deliberations/<id:room_id>/leave")
@signed_in
def leave_room(room_id: int) -> Response:
    """Leave the room."""
    return _did(room_id, lambda: services.leave_room(actor(), room_id), _("You left the room"))


@blueprint.post("/deliberations/<id:room_id>/close")
@signed_in
def close_room(room_id: int) -> Response:
    """Close the deliberation."""
    return _did(
        room_id, lambda: services.close_room(actor(), room_id), _("The deliberation is closed")
    )


def _did(room_id: int, act: Any, words: str) -> Response:
    queries.get_place(actor(), room_id)
    attempt(act, words)
    return redirect(url_for(".view_room", room_id=room_id))


@blueprint.route("/deliberations/<id:room_id>/items/<id:item_id>", methods=["GET", "POST"])
@signed_in
def view_item(room_id: int, item_id: int) -> Page:
    """Show a proposal of the room with its scores, and take a comment while it is up."""
    form = PageForm(schemas.RoomCommentForm)
    place = queries.get_place(actor(), room_id)
    item = queries.get_item(place, item_id)
    said = form.submit(lambda data: services.say(actor(), room_id, item_id, data["text"]))
    if said is not None:
        return _to_item(room_id, item_id)
    place = queries.get_place(actor(), room_id)
    item = queries.get_item(place, item_id)
    criteria = rubric_of(place.room.round).criteria
    return form.render(
        "deliberation/item.html",
        place=place,
        room=place.room,
        event=place.event,
        challenge=place.room.challenge,
        item=item,
        criteria=criteria,
        is_up=item.begun_at is not None and item.ended_at is None,
        is_in=queries.find_presence(place.room, actor().person_id) is not None,
        has_agreed=actor().person_id in {one.person_id for one in item.agreements},
        may_run=place.room.closed_at is None and can(actor(), Permission.ROOM_RUN, place),
    )


@blueprint.post("/deliberations/<id:room_id>/items/<id:item_id>/begin")
@signed_in
def begin_item(room_id: int, item_id: int) -> Response:
    """Bring a proposal up."""
    return _acted(room_id, item_id, services.begin_item, _("It is up now"))


@blueprint.post("/deliberations/<id:room_id>/items/<id:item_id>/end")
@signed_in
def end_item(room_id: int, item_id: int) -> Response:
    """End an item."""
    return _acted(room_id, item_id, services.end_item, _("Dealt with"))


@blueprint.post("/deliberations/<id:room_id>/items/<id:item_id>/agree")
@signed_in
def agree(room_id: int, item_id: int) -> Response:
    """Agree to the levels."""
    return _acted(room_id, item_id, services.agree, _("You agreed to the levels"))


def _acted(room_id: int, item_id: int, service: Any, words: str) -> Response:
    queries.get_item(queries.get_place(actor(), room_id), item_id)
    attempt(lambda: service(actor(), room_id, item_id), words)
    return _to_item(room_id, item_id)


@blueprint.post("/deliberations/<id:room_id>/items/<id:item_id>/levels")
@signed_in
def set_levels(room_id: int, item_id: int) -> Response:
    """Write down the levels that the panel comes to."""
    form = PageForm(schemas.RoomLevelsForm)
    return _wrote(
        room_id,
        item_id,
        form,
        lambda data: services.set_levels(actor(), room_id, item_id, levels_in(data)),
    )


@blueprint.post("/deliberations/<id:room_id>/items/<id:item_id>/notes")
@signed_in
def write_notes(room_id: int, item_id: int) -> Response:
    """Keep the notes of the chair and the secretary."""
    form = PageForm(schemas.RoomNotesForm)
    return _wrote(
        room_id,
        item_id,
        form,
        lambda data: services.write_notes(actor(), room_id, item_id, **notes_in(data)),
    )


def _wrote(room_id: int, item_id: int, form: PageForm, use_case: Any) -> Response:
    queries.get_item(queries.get_place(actor(), room_id), item_id)
    if form.submit(use_case) is not None:
        flash(_("Saved"), "good")
    else:
        flash(" ".join(words for one in form.errors.values() for words in one), "bad")
    return _to_item(room_id, item_id)


def levels_in(data: dict[str, Any]) -> dict[str, int]:
    """Return levels by criterion, without those left open."""
    return {row["key"]: row["value"] for row in data["levels"] if row["value"] is not None}


def notes_in(data: dict[str, Any]) -> dict[str, str]:
    """Return the notes as the service takes them."""
    return {"chair": data["chair_note"] or "", "secretary": data["secretary_note"] or ""}


def _to_item(room_id: int, item_id: int) -> Response:
    return redirect(url_for(".view_item", room_id=room_id, item_id=item_id))
