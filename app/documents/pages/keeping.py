"""Pages on which an owner keeps the documents of a challenge and its agreement."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges.queries import get_visible_challenge
from app.core.authz import authorize
from app.core.errors import Conflict, Invalid
from app.core.files import place
from app.core.permissions import Permission
from app.documents import queries, schemas, services
from app.documents.pages.base import PATH, TIERS, blueprint
from app.documents.rules import HOUSE_TEXT, MOST_DOCUMENTS, Tier
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.get(f"{PATH}/documents")
@signed_in
def keep_documents(challenge_id: int) -> Page:
    """Show an owner all documents, and forms for more."""
    return _shelf(challenge_id, PageForm(schemas.NewFile))


@blueprint.post(f"{PATH}/documents")
@signed_in
def add_file(challenge_id: int) -> Page:
    """Take a file."""
    _kept(challenge_id)
    form = PageForm(schemas.NewFile)
    try:
        checked = _sent_file()
    except (Conflict, Invalid) as error:
        form.fail(error)
        return _shelf(challenge_id, form)
    made = form.submit(
        lambda data: services.add_file(
            actor(), challenge_id, checked, title=data.get("title"), tier=data["tier"]
        )
    )
    if made is None:
        form.errors.setdefault("file", [_("Choose it again: it could not be kept.")])
        return _shelf(challenge_id, form)
    return _back(challenge_id, _("The document is there."))


@blueprint.route(f"{PATH}/documents/text", methods=["GET", "POST"])
@signed_in
def add_text(challenge_id: int) -> Page:
    """Take a text, such as the confidential part of the brief."""
    challenge = _kept(challenge_id)
    form = PageForm(schemas.NewText, {"tier": Tier.AGREEMENT})
    made = form.submit(lambda data: services.add_text(actor(), challenge_id, **data))
    if made is not None:
        return _back(challenge_id, _("The text is there."))
    shown = {"challenge": challenge, "event": challenge.event, "tiers": list(TIERS.items())}
    return form.render("documents/new_text.html", **shown)


@blueprint.route(f"{PATH}/documents/<id:document_id>/tier", methods=["GET", "POST"])
@signed_in
def set_tier(challenge_id: int, document_id: int) -> Page:
    """Ask how far a document goes, then let it."""
    challenge = _kept(challenge_id)
    document = queries.get_document(challenge_id, document_id)
    form = PageForm(schemas.TierChange, {"tier": document.tier})
    changed = form.submit(
        lambda data: services.set_tier(actor(), challenge_id, document_id, data["tier"])
    )
    if changed is not None:
        return _back(challenge_id, _("Saved."))
    shown = {"document": document, "tiers": list(TIERS.items())}
    return form.render("documents/tier.html", challenge=challenge, event=challenge.event, **shown)


@blueprint.post(f"{PATH}/documents/<id:document_id>/remove")
@signed_in
@writes
def remove_document(challenge_id: int, document_id: int) -> Response:
    """Take a document away."""
    services.remove_document(actor(), challenge_id, document_id)
    return _back(challenge_id, _("The document is removed. Who opened it stays known."))


@blueprint.route(f"{PATH}/agreement", methods=["GET", "POST"])
@signed_in
def write_agreement(challenge_id: int) -> Page:
    """Write the agreement that readers accept."""
    challenge = _kept(challenge_id)
    found = queries.find_agreement(challenge_id)
    form = PageForm(schemas.AgreementText, {"text": found.text if found else HOUSE_TEXT})
    made = form.submit(lambda data: services.write_agreement(actor(), challenge_id, data["text"]))
    if made is not None:
        return _back(challenge_id, _("The agreement is saved."))
    return form.render(
        "documents/agreement.html", challenge=challenge, agreement=found, event=challenge.event
    )


def _kept(challenge_id: int) -> Any:
    challenge = get_visible_challenge(actor(), challenge_id)
    authorize(actor(), Permission.SHELF_EDIT, challenge)
    return challenge


def _sent_file() -> Any:
    sent = request.files.get("file")
    data = sent.stream.read(services.MAX_BYTES + 1) if sent else b""
    return place(services.check_upload(data, (sent and sent.filename) or "file"))


def _back(challenge_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("documents.keep_documents", challenge_id=challenge_id))


def _shelf(challenge_id: int, form: PageForm) -> Page:
    challenge = _kept(challenge_id)
    return form.render(
        "documents/shelf.html",
        challenge=challenge,
        event=challenge.event,
        documents=queries.list_documents(challenge_id),
        agreement=queries.find_agreement(challenge_id),
        tiers=list(TIERS.items()),
        names=TIERS,
        most=MOST_DOCUMENTS,
    )
