"""How far a result carries, for programs."""

from typing import Any

from app.juries.api.frame import blueprint
from app.juries.queries import analysis, exporting, panel, results
from app.juries.schemas.analysis import AnalysisSchema, ExportAsked
from app.proposals.queries import closed_to
from app.web.guards import actor, token


@blueprint.route("/challenges/<id:challenge_id>/jury-export", methods=["GET"])
@blueprint.arguments(ExportAsked, location="query")
@blueprint.response(200)
@token
def get_export(data: dict[str, Any], challenge_id: int) -> Any:
    """Get all that `python3 -m challenges recount` needs, with names if you ask for them."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return exporting.export_jury(actor(), challenge, named=data["names"])


@blueprint.route("/challenges/<id:challenge_id>/jury-analysis", methods=["GET"])
@blueprint.response(200, AnalysisSchema)
@token
def get_analysis(challenge_id: int) -> Any:
    """Get calibration, agreement, and what the result of a challenge hangs on."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    closed = closed_to(actor(), challenge.event_id)
    return analysis.analyse_results(results.load_results(challenge, closed))
