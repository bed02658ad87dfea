"""Certificates: the PDF for those who have one, and the page on which anybody checks a code."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.authz import authorize
from app.core.permissions import Permission
from app.feedback import schemas
from app.feedback.pages.base import blueprint
from app.feedback.queries import certificates
from app.feedback.queries.papers import certificate_papers
from app.feedback.rules.certificates import read_code, shown_code
from app.proposals.queries import get_visible_proposal
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.panels import panels_of
from app.web.papers import asked_edition, send_paper


@blueprint.get("/proposals/<id:told_id>/certificate.pdf")
@signed_in
def download_certificate(told_id: int) -> Response:
    """Download the certificate of a proposal."""
    proposal = get_visible_proposal(actor(), told_id)
    authorize(actor(), Permission.FEEDBACK_VIEW, proposal)
    certificate = certificates.get_certificate(told_id)
    return send_paper(certificate_papers(certificate), asked_edition())


@blueprint.get("/certificates")
@public
def ask_code() -> Page | Response:
    """Ask for the code on a certificate."""
    typed = request.args.get("code", "")
    if code := read_code(typed):
        return redirect(url_for(".check_certificate", code=shown_code(code)))
    form = PageForm(schemas.CodeForm)
    return form.render(
        "feedback/check.html", certificate=None, is_other=False, code="", was_asked=bool(typed)
    )


@blueprint.get("/certificates/<code>")
@public
def check_certificate(code: str) -> Page:
    """Say what a certificate was issued for, or that there is none with this code."""
    found = certificates.find_by_code(code)
    form = PageForm(schemas.CodeForm)
    is_other = found is None and bool(panels_of("certificate.check", code))
    if found is None and not is_other:
        form.status = 404
    shown = {"certificate": found, "is_other": is_other, "code": code}
    return form.render("feedback/check.html", was_asked=True, **shown)
