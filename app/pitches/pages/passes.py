"""Codes that sign jurors in on any phone: made by an organiser, opened on the phone."""

from typing import Any

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _

from app.core.ids import encode_id
from app.core.qr import make_qr, svg
from app.pitches import queries, schemas, services
from app.pitches.pages.frame import blueprint
from app.pitches.pages.phone import PHONE
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in

SHOWN = "juror_code"  # the one code that this browser may still show


@blueprint.route("/manage/pitches/<id:round_id>/codes", methods=["GET", "POST"])
@signed_in
def codes(round_id: int) -> Page:
    """Show who has a code; make one and show it."""
    one = queries.get_round(actor(), round_id)
    form = PageForm(schemas.PassIn)
    made = form.submit(lambda data: services.make_pass(actor(), round_id, **data))
    if made is not None:
        session[SHOWN] = {"juror": encode_id(made[0].juror_id), "code": made[1]}
        return redirect(url_for("pitches.codes", round_id=round_id))
    seats = queries.list_seats(queries.get_day(round_id))
    context = {"round": one, "event": one.challenge.event, "seats": seats}
    return form.render("pitches/codes.html", **context, **_shown(seats))


def _shown(seats: list[Any]) -> dict[str, Any]:
    shown = session.get(SHOWN, {})
    for seat in seats:
        is_waiting = seat.key is not None and seat.key.code_hash is not None
        if is_waiting and shown.get("juror") == encode_id(seat.juror.id):
            link = f"{current_app.config['BASE_URL']}/jury/enter/{shown['code']}"
            picture = svg(make_qr(link), _("Link that signs the juror in"))
            return {"shown": seat, "link": link, "picture": picture}
    return {"shown": None, "link": "", "picture": ""}


@blueprint.post("/manage/pitches/<id:round_id>/codes/revoke")
@signed_in
def revoke(round_id: int) -> Page:
    """End a juror's code and the phone that it signed in."""
    form = PageForm(schemas.PassIn)

    def end(data: dict[str, Any]) -> bool:
        services.revoke_pass(actor(), round_id, **data)
        return True

    if form.submit(end):
        flash(_("The code has ended."), "good")
    return redirect(url_for("pitches.codes", round_id=round_id))


@blueprint.route("/jury/enter/<code>", methods=["GET", "POST"])
@public
def enter(code: str) -> Page:
    """Sign a juror in to the pitches on this phone; asking first, for looking must not use it."""
    form = PageForm(schemas.CodeIn, only=())
    used = form.submit(lambda _data: services.use_pass(code, request.remote_addr or ""))
    if used is not None:
        session[PHONE] = used[1]
        return redirect(url_for("pitches.phone", round_id=used[0].day.round_id))
    return form.render("pitches/enter.html", code=code)
