"""Pages of certificates of attendance: the organiser's, the holder's, and what a code says."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from app.certificates import queries, services
from app.certificates.presentation import certificate_pdf, sample_pdf
from app.certificates.rules.saying import COUNTING, is_day_over
from app.certificates.schemas import TermsForm, choice_in
from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.messages import SESSION_KINDS
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.feedback.rules.certificates import shown_code
from app.tickets.queries import get_ticket_by_link
from app.web.buttons import attempt
from app.web.downloads import show_pdf
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.paging import numbered
from app.web.panels import panel
from app.web.tabs import TICKETS, ticket_tab

blueprint = Blueprint("certificates", __name__)
ticket_tab(
    60,
    _l("Certificates"),
    "certificates.decide",
    Permission.TICKET_MANAGE,
    "certificates.list_people",
)
ADDRESS = "/manage/<slug>/certificates"


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return event


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@signed_in
def decide(slug: str) -> Page | AnyResponse:
    """Decide on certificates; see how many attended what."""
    event = _managed(slug)
    terms = queries.terms_of(event)
    start = {name: getattr(terms, name) for name in ("signatory", "function", "kinds")}
    start |= {"is_on": terms.is_on, "least_share": terms.least_share}
    form = PageForm(TermsForm, start)
    saved = form.submit(lambda data: services.change_terms(actor(), event, choice_in(data)))
    if saved is not None:
        flash(_("Saved."), "good")
        return redirect(url_for("certificates.decide", slug=slug))
    log = queries.read_log(event.id, fence(actor(), event))
    people = queries.list_entitled(event, log)
    return form.render(
        "certificates/decide.html",
        event=event,
        terms=terms,
        figures=queries.list_attendance_by_session(event, log),
        people=len(people),
        current=sum(one.is_current for one in people),
        is_over=is_day_over(event.ends_at, event.timezone, clock.now()),
        counting=[(one.value, SESSION_KINDS[one]) for one in COUNTING],
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.post(f"{ADDRESS}/send")
@signed_in
def send(slug: str) -> AnyResponse:
    """Have the certificates issued and mailed, and wait for it."""
    event = _managed(slug)
    back = url_for("certificates.decide", slug=slug)
    title = _("Certificates of %(event)s", event=event.name)[:160]
    begun: list[int] = []
    attempt(
        lambda: begun.append(services.start_sending(actor(), event, title=title, back_url=back).id),
        _("Certificates are being sent."),
    )
    return redirect(url_for("work.view_work", work_id=begun[0]) if begun else back)


@blueprint.get(f"{ADDRESS}/people")
@signed_in
def list_people(slug: str) -> str:
    """Show who gets a certificate, of what, and whether they have it."""
    event = _managed(slug)
    people = queries.list_entitled(event, queries.read_log(event.id, fence(actor(), event)))
    shown, turns = numbered(lambda limit, after: people[after : after + limit])
    return render_template(
        "certificates/people.html",
        event=event,
        people=shown,
        count=len(people),
        tabs=TICKETS.tabs(event, slug=event.slug),
        **turns,
    )


@blueprint.get(f"{ADDRESS}/preview.pdf")
@signed_in
def preview(slug: str) -> Response:
    """Show what the certificate of somebody who attended everything would look like."""
    event = _managed(slug)
    made = sample_pdf(_("Given name Family name"), queries.sample_of(event))
    return show_pdf(made, f"certificate-{event.slug}.pdf")


@blueprint.get("/tickets/<link>/<id:ticket_id>/certificate.pdf")
@public
def download(link: str, ticket_id: int) -> Response:
    """Give the holder of a ticket their certificate."""
    ticket = get_ticket_by_link(link, ticket_id)
    certificate = queries.get_standing(ticket.id)
    return show_pdf(certificate_pdf(certificate), f"certificate-{ticket.event.slug}.pdf")


@panel("programme.above", 10, "certificates/_panel_ticket.html")
@panel("ticket.card", 20, "certificates/_panel_ticket.html")
def own_certificate(ticket: Any) -> dict[str, Any] | None:
    """Offer whoever holds a ticket their certificate, once there is one."""
    if ticket.event.ends_at > clock.now():
        return None
    found = queries.find_standing(ticket.id)
    return {} if found else None


@panel("certificate.check", 10, "certificates/_panel_check.html")
def checked(code: str) -> dict[str, Any] | None:
    """Say what a certificate of attendance says, to whoever has its code."""
    found = queries.find_by_code(code)
    if found is None:
        return None
    return {"certificate": found, "said": found.said, "code": shown_code(found.code)}
