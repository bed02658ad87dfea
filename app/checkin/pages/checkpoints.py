"""What is controlled, and what each checkpoint asks."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.checkin.pages.base import CHECKPOINT_KINDS, ENTRIES, blueprint, get_event_for
from app.checkin.queries import setup
from app.checkin.schemas import CheckpointSchema, rule_in
from app.checkin.services import doors
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.queries import list_sessions
from app.tickets.queries import list_add_ons, list_ticket_types
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in

NEW = {"kind": "room", "entries": "once"}
PLAIN = ("name", "kind", "entries", "has_exit", "is_exclusive", "capacity")


@blueprint.route("/manage/<slug>/checkin/checkpoints/new", methods=["GET", "POST"])
@signed_in
def new_checkpoint(slug: str) -> Page:
    """Add a room, a session, a meal or a trip with a rule of its own."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    form = PageForm(CheckpointSchema, NEW)
    made = form.submit(lambda data: doors.add_checkpoint(actor(), event, rule_in(data)))
    if made is not None:
        flash(_("“%(name)s” is added. Give it a gate.", name=made.name), "good")
        return redirect(url_for("checkin.list_doors", slug=slug))
    return _render(form, event, None)


@blueprint.route("/manage/<slug>/checkin/checkpoints/<id:checkpoint_id>", methods=["GET", "POST"])
@signed_in
def edit_checkpoint(slug: str, checkpoint_id: int) -> Page:
    """Change what a checkpoint asks."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    chosen = setup.get_checkpoint(event.id, checkpoint_id)
    form = PageForm(CheckpointSchema, _values(chosen))
    done = form.submit(
        lambda data: doors.edit_checkpoint(actor(), event, checkpoint_id, rule_in(data))
    )
    if done is not None:
        flash(_("“%(name)s” is saved.", name=done.name), "good")
        return redirect(url_for("checkin.list_doors", slug=slug))
    return _render(form, event, chosen)


def _render(form: PageForm, event: Any, checkpoint: Any) -> Page:
    return form.render(
        "checkin/checkpoint.html",
        event=event,
        checkpoint=checkpoint,
        kinds=list(CHECKPOINT_KINDS.items()),
        ways=list(ENTRIES.items()),
        sessions=[("", "–"), *((encode_id(one.id), one.title) for one in list_sessions(event))],
        types=[(encode_id(one.id), one.name) for one in list_ticket_types(event.id)],
        add_ons=[(encode_id(one.id), one.name) for one in list_add_ons(event.id)],
    )


def _values(chosen: Any) -> dict[str, Any]:
    plain = {name: getattr(chosen, name) for name in PLAIN}
    lists = {
        name: [encode_id(one.id) for one in getattr(chosen, name)]
        for name in ("ticket_types", "add_ons")
    }
    session = encode_id(chosen.session_id) if chosen.session_id else ""
    return plain | lists | {"session_id": session}
