"""The API of those who answer for the installation: records, retention, erasures on paper."""

from typing import Any

from app.core import clock
from app.privacy.api.frame import blueprint
from app.privacy.queries.erasures import list_erasures as list_all
from app.privacy.queries.notices import list_activities
from app.privacy.queries.retention import Rule, preview, preview_of
from app.privacy.schemas import (
    ActivityOut,
    ErasureForm,
    ErasureOut,
    RuleForm,
    RuleOut,
)
from app.privacy.services import erasing, retention
from app.web.guards import actor, token, writes


@blueprint.route("/admin/records")
@blueprint.response(200, ActivityOut(many=True))
@token
def list_records() -> Any:
    """List the records of processing."""
    return list_activities(actor())


@blueprint.route("/admin/retention")
@blueprint.response(200, RuleOut(many=True))
@token
def list_rules() -> Any:
    """Say how long the rows of each table are kept, and how many would go now."""
    return [_described(rule, rows) for rule, rows in preview(actor(), clock.now())]


@blueprint.route("/admin/retention", methods=["PUT"])
@blueprint.arguments(RuleForm)
@blueprint.response(200, RuleOut)
@token
@writes
def change_rule(data: dict[str, Any]) -> Any:
    """Have the rows of a table kept for another number of days, within its limits."""
    retention.change_rule(actor(), data["table"], data["days"])
    return _described(*preview_of(actor(), data["table"], clock.now()))


def _described(rule: Rule, rows: int) -> dict[str, Any]:
    return {
        "table": rule.one.name,
        "days": rule.days,
        "least": rule.limits.least,
        "most": rule.limits.most,
        "how": rule.how,
        "rows": rows,
    }


@blueprint.route("/admin/erasures")
@blueprint.response(200, ErasureOut(many=True))
@token
def list_erasures() -> Any:
    """List who was erased, by number, the latest first."""
    return list_all(actor())


@blueprint.route("/admin/erasures", methods=["POST"])
@blueprint.arguments(ErasureForm)
@blueprint.response(201, ErasureOut)
@token
@writes
def erase(data: dict[str, Any]) -> Any:
    """Erase somebody who asked on paper."""
    return erasing.erase_by_address(actor(), **data)
