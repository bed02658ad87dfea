"""The minutes of a deliberation: written, read, signed, on paper."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize, can
from app.core.permissions import Permission
from app.deliberation import schemas
from app.deliberation.pages.base import blueprint
from app.deliberation.presentation import readable, signatures_of, tie_words
from app.deliberation.queries import minutes as queries
from app.deliberation.queries.papers import minutes_papers
from app.deliberation.queries.rooms import get_place
from app.deliberation.rules.signing import numbers_of
from app.deliberation.services import minutes as services
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.papers import asked_edition, send_paper


@blueprint.get("/deliberations/<id:room_id>/minutes")
@signed_in
def view_minutes(room_id: int) -> Page:
    """Show the minutes that stand, with who signed them."""
    return _page(room_id, PageForm(schemas.SignatureForm))


@blueprint.post("/deliberations/<id:room_id>/minutes")
@signed_in
def sign_minutes(room_id: int) -> Page:
    """Take a signature."""
    authorize(actor(), Permission.ROOM_JOIN, get_place(actor(), room_id))
    form = PageForm(schemas.SignatureForm)
    signed = form.submit(lambda data: services.sign_minutes(actor(), room_id, data["sha256"]))
    if signed is not None:
        return redirect(url_for(".view_minutes", room_id=room_id))
    return _page(room_id, form)


def _page(room_id: int, form: PageForm) -> Page:
    place = get_place(actor(), room_id)
    minutes = queries.get_minutes(place.room)
    said = readable(minutes, place)
    return form.render(
        "deliberation/minutes.html",
        place=place,
        room=place.room,
        event=place.event,
        challenge=place.room.challenge,
        minutes=minutes,
        said=said,
        numbers=numbers_of(minutes.content["items"]),
        signatures=signatures_of(minutes, said),
        papers=minutes_papers(minutes, place),
        ties=tie_words(minutes.content["tie_rules"]),
        has_signed=actor().person_id in {one.person_id for one in minutes.signatures},
        may_sign=can(actor(), Permission.ROOM_JOIN, place),
        may_run=can(actor(), Permission.ROOM_RUN, place),
    )


@blueprint.post("/deliberations/<id:room_id>/minutes/write")
@signed_in
def write_minutes(room_id: int) -> Response:
    """Write the minutes as they stand."""
    get_place(actor(), room_id)
    if attempt(lambda: services.write_minutes(actor(), room_id), _("The minutes are written")):
        return redirect(url_for(".view_minutes", room_id=room_id))
    return redirect(url_for(".view_room", room_id=room_id))


@blueprint.get("/deliberations/<id:room_id>/minutes.pdf")
@signed_in
def download_minutes(room_id: int) -> Response:
    """Download an edition of the minutes that stand, as far as the reader may read them."""
    place = get_place(actor(), room_id)
    papers = minutes_papers(queries.get_minutes(place.room), place)
    return send_paper(papers, asked_edition())
