"""The API of figures, snapshots and reports."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.reports import queries, schemas, services
from app.reports.rules.catalogue import CATALOGUE
from app.web.downloads import send_stored
from app.web.guards import about_events, actor, token, writes

blueprint = Blueprint("reports-api", __name__, description="Figures, snapshots and reports")
about_events(blueprint.name)


@blueprint.route("/events/<slug>/figures")
@blueprint.response(200, schemas.FiguresSchema)
@token
def get_figures(slug: str) -> Any:
    """Show an event's figures as they are now, with their definitions."""
    _records, outcome = services.count_figures(actor(), _event(slug))
    figures = [
        {
            "key": figure.key,
            "code": CATALOGUE[figure.key].code,
            "name": CATALOGUE[figure.key].name,
            "definition": CATALOGUE[figure.key].text,
            "unit": CATALOGUE[figure.key].unit.value,
            "value": figure.value,
            "of": figure.of,
            "denominator": CATALOGUE[figure.key].of,
            "is_audited": CATALOGUE[figure.key].is_audited,
        }
        for figure in outcome.figures
    ]
    return {"counted_at": clock.now(), "figures": figures}


@blueprint.route("/events/<slug>/snapshots")
@blueprint.response(200, schemas.SnapshotsSchema)
@token
def list_snapshots(slug: str) -> Any:
    """List an event's snapshots, the latest first."""
    return {"items": [snapshot for snapshot, _report in queries.list_snapshots(_event(slug))]}


@blueprint.route("/events/<slug>/snapshots", methods=["POST"])
@blueprint.arguments(schemas.FreezeForm)
@blueprint.response(201, schemas.SnapshotSchema)
@token
@writes
def freeze_snapshot(data: dict[str, Any], slug: str) -> Any:
    """Freeze an event's figures."""
    return services.freeze_snapshot(actor(), _event(slug), **data)


@blueprint.route("/events/<slug>/snapshots/<int:version>")
@blueprint.response(200, {"type": "object"}, description="The canonical text that was frozen")
@token
def get_snapshot(slug: str, version: int) -> Any:
    """Give the content of a snapshot, byte for byte as it was frozen."""
    snapshot = services.open_snapshot(actor(), _event(slug), version)
    return Response(snapshot.content, mimetype="application/json")


@blueprint.route("/events/<slug>/snapshots/<int:version>/report", methods=["POST"])
@blueprint.response(202, schemas.ReportSchema)
@token
@writes
def make_report(slug: str, version: int) -> Any:
    """Ask for the outcome report of a snapshot."""
    return services.start_report(actor(), _event(slug), version)


@blueprint.route("/events/<slug>/snapshots/<int:version>/report")
@blueprint.response(200, schemas.ReportSchema)
@token
def get_report(slug: str, version: int) -> Any:
    """Show how far the latest report of a snapshot is."""
    return services.get_latest_report(actor(), _event(slug), version)


@blueprint.route("/events/<slug>/snapshots/<int:version>/report.pdf")
@blueprint.response(200, content_type="application/pdf", description="The report")
@token
def get_file(slug: str, version: int) -> Any:
    """Give the outcome report of a snapshot as a PDF."""
    return send_stored(services.get_file(actor(), _event(slug), version))


def _event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.REPORT_VIEW, event)
    return event
