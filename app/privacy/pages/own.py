"""The privacy tab of the account: consents, the copy of one's data, the end of the account."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.core import clock
from app.identity.queries import get_person
from app.privacy.messages import wording_of
from app.privacy.pages.frame import blueprint
from app.privacy.queries import describe_log
from app.privacy.queries.copies import list_exports
from app.privacy.queries.duties import list_duties
from app.privacy.queries.events import known_event_id
from app.privacy.queries.notices import preview_erasure
from app.privacy.rules.purposes import Channel, Purpose, Reply
from app.privacy.schemas import ConsentForm
from app.privacy.services import consenting, erasing, exporting
from app.web import login
from app.web.buttons import attempt
from app.web.downloads import send_stored
from app.web.forms import Form, Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.proof import proved
from app.web.tabs import account_tab

account_tab(40, lazy_gettext("Privacy"), "privacy.own", "privacy.erase")


@blueprint.get("/account/privacy")
@signed_in
def own() -> str:
    """Show what the reader agreed to, their copies, and the way out."""
    person = get_person(actor().person_id)
    answers = describe_log(person)
    asked = {(one.purpose, one.event_id) for one in answers}
    return render_template(
        "privacy/own.html",
        answers=answers,
        newsletter=Purpose.NEWSLETTER if (Purpose.NEWSLETTER, None) not in asked else None,
        exports=list_exports(person.id),
        kept_until=clock.now() - exporting.KEPT,
    )


@blueprint.post("/account/privacy/consents")
@signed_in
def answer_consent() -> Response:
    """Agree or withdraw."""
    form = PageForm(ConsentForm)
    given = form.submit(_answer)
    if given is not None:
        said = _("You agree.") if given.is_given else _("You no longer agree.")
        flash(said, "good")
    return redirect(url_for("privacy.own"))


def _answer(data: dict[str, Any]) -> Any:
    purpose = Purpose(data["purpose"])
    language, text = wording_of(purpose)
    reply = Reply(
        purpose=purpose,
        language=language,
        text=text,
        event_id=known_event_id(actor(), data["event_id"]),
        is_given=data["is_given"],
        channel=Channel.ACCOUNT,
    )
    return consenting.answer(actor(), reply)


@blueprint.post("/account/privacy/copy")
@signed_in
@proved
def request_copy() -> Response:
    """Ask for a copy of everything that is kept about the reader."""
    attempt(
        lambda: exporting.request_copy(actor(), title=_("A copy of your data")),
        _("The copy is being made. It is listed here when it is ready."),
    )
    return redirect(url_for("privacy.own"))


@blueprint.post("/account/privacy/copy/<id:export_id>/download")
@signed_in
@proved
@writes
def download_copy(export_id: int) -> Response:
    """Send the copy, and note that it was sent."""
    return send_stored(exporting.open_copy(actor(), export_id))


@blueprint.route("/account/privacy/erase", methods=["GET", "POST"])
@signed_in
@proved
def erase() -> Page:
    """Say what goes and what stays, then erase the reader."""
    form = PageForm(Form)
    if form.submit(lambda _data: erasing.erase_self(actor())) is not None:
        login.end()
        return redirect(url_for("privacy.erased"))
    person = get_person(actor().person_id)
    return form.render(
        "privacy/erase.html", found=preview_erasure(person), duties=list_duties(person)
    )


@blueprint.get("/erased")
@public
def erased() -> str:
    """Say goodbye."""
    return render_template("privacy/erased.html")
