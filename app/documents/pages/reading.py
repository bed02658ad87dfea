"""Pages on which readers open documents and ask to see more of them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges.queries import get_visible_challenge
from app.core.authz import authorize
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.documents import presentation, queries, schemas, services
from app.documents.pages.base import PATH, STATES, blueprint
from app.documents.rules import Step
from app.identity.queries import list_organisations_of
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in


@blueprint.get(f"{PATH}/documents/<id:document_id>")
@public
def show_document(challenge_id: int, document_id: int) -> Response | str:
    """Give a document that is not confidential."""
    document = queries.get_plain(actor(), challenge_id, document_id)
    return presentation.plain_file_of(document) or _text(document, "")


@blueprint.post(f"{PATH}/documents/<id:document_id>/open")
@signed_in
def open_document(challenge_id: int, document_id: int) -> Response | str:
    """Open a confidential document, which is written down."""
    opened = in_unit_of_work(lambda: services.open_document(actor(), challenge_id, document_id))
    line = presentation.reader_line(opened) if opened.reader else ""
    return presentation.send_file_of(opened) or _text(opened.document, line)


def _text(document: Any, line: str) -> str:
    challenge = document.challenge
    return render_template(
        "documents/text.html",
        challenge=challenge,
        event=challenge.event,
        document=document,
        line=line,
    )


@blueprint.route(f"{PATH}/access", methods=["GET", "POST"])
@signed_in
def ask_access(challenge_id: int) -> Page:
    """Ask for an organisation to see what stands under the agreement; read the agreement."""
    challenge = get_visible_challenge(actor(), challenge_id)
    form = PageForm(schemas.AccessRequest)
    asked = form.submit(
        lambda data: services.ask_access(
            actor(),
            challenge_id,
            organisation_id=data.get("organisation_id"),
            note=data.get("note") or "",
        )
    )
    if asked is not None:
        flash(_("You asked. The challenge owner answers you by mail."), "good")
        return _back(challenge_id)
    return _access(challenge, form)


@blueprint.post(f"{PATH}/access/accept")
@signed_in
def accept_agreement(challenge_id: int) -> Page:
    """Accept the agreement."""
    challenge = get_visible_challenge(actor(), challenge_id)
    authorize(actor(), Permission.SHELF_ASK, challenge)
    form = PageForm(schemas.AcceptedAgreement, {"note": None})
    made = form.submit(lambda data: services.accept_agreement(actor(), challenge_id, **data))
    if made is None:
        return _access(challenge, form)
    flash(_("You accepted the agreement. The documents are open to you."), "good")
    return redirect(
        url_for("challenges.view_challenge", challenge_id=challenge_id, _anchor="documents")
    )


def _access(challenge: Any, form: PageForm) -> Page:
    accesses = queries.list_own_accesses(actor(), challenge.id)
    taken = {one.organisation_id for one in accesses} | {challenge.owner_organisation_id}
    shelf = queries.shelf_of(actor(), challenge)
    return form.render(
        "documents/access.html",
        challenge=challenge,
        event=challenge.event,
        accesses=accesses,
        organisations=[
            (encode_id(one.id), one.name)
            for one in list_organisations_of(actor())
            if one.id not in taken
        ],
        agreement=queries.find_agreement(challenge.id),
        shelf=shelf,
        accepts=shelf.step == Step.ACCEPT,
        states=STATES,
    )


def _back(challenge_id: int) -> Response:
    return redirect(url_for("documents.ask_access", challenge_id=challenge_id))
