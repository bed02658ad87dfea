"""Attendance and its certificates, for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.certificates import queries, services
from app.certificates.schemas import (
    AttendanceOut,
    CertificatesPage,
    CheckedOut,
    TermsForm,
    TermsOut,
    checked,
    choice_in,
    figures_out,
)
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.web.guards import about_events, actor, public, token, writes
from app.web.paging import PageQuery, page_of
from app.web.work_api import WorkOut

blueprint = Blueprint("certificates-api", __name__, description="Certificates of attendance")
about_events(blueprint.name)
TERMS = "/events/<slug>/certificate-terms"
CERTIFICATES = "/events/<slug>/attendance-certificates"


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return event


@blueprint.route("/events/<slug>/attendance", methods=["GET"])
@blueprint.response(200, AttendanceOut)
@token
def get_attendance(slug: str) -> Any:
    """Count the different people at each session whose doors were scanned, and of each kind."""
    event = _managed(slug)
    log = queries.read_log(event.id, fence(actor(), event))
    return figures_out(queries.list_attendance_by_session(event, log))


@blueprint.route(TERMS, methods=["GET"])
@blueprint.response(200, TermsOut)
@token
def get_terms(slug: str) -> Any:
    """Say how an event certifies attendance."""
    return queries.terms_of(_managed(slug))


@blueprint.route(TERMS, methods=["PUT"])
@blueprint.arguments(TermsForm)
@blueprint.response(200, TermsOut)
@token
@writes
def change_terms(data: dict[str, Any], slug: str) -> Any:
    """Decide whether attendance is certified, of which sessions, and who signs."""
    return services.change_terms(actor(), _managed(slug), choice_in(data))


@blueprint.route(CERTIFICATES, methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, CertificatesPage)
@token
def list_certificates(query: dict[str, Any], slug: str) -> Any:
    """List the certificates that were issued, those that were withdrawn too."""
    event = _managed(slug)
    return page_of(
        query, lambda after, limit: queries.list_certificates(event.id, after, limit), checked
    )


@blueprint.route(CERTIFICATES, methods=["POST"])
@blueprint.response(202, WorkOut)
@token
@writes
def send_certificates(slug: str) -> Any:
    """Issue and mail a certificate to everybody who attended, once; get the work to wait for."""
    return services.start_sending(actor(), _managed(slug))


@blueprint.route("/attendance-certificates/<code>", methods=["GET"])
@blueprint.response(200, CheckedOut)
@public
def check_attendance(code: str) -> Any:
    """Say what a certificate of attendance says, and whether it was withdrawn; anybody may ask."""
    found = queries.find_by_code(code)
    if found is None:
        raise NotFound
    return checked(found)
