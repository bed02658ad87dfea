"""Acts on many tickets, and tickets that look like one person's, for programs."""

from typing import Any

from app.core.ids import encode_id
from app.core.work import Work
from app.events.queries import get_managed_event
from app.registrations import schemas, services
from app.registrations.api.frame import blueprint
from app.registrations.queries.doubles import list_doubles
from app.tickets.queries import AttendeeFilter
from app.web.guards import actor, token, writes


@blueprint.route("/events/<slug>/attendee-acts", methods=["POST"])
@blueprint.arguments(schemas.ActRequest)
@blueprint.response(200, schemas.ActOut)
@token
@writes
def act_on_attendees(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Tell with how many it could be done; with that number as `expected` have it done."""
    event = get_managed_event(actor(), slug)
    found = schemas.filter_in(data["asked"], event.timezone)
    ticked = AttendeeFilter(state=None, ids=data["ticket_ids"])
    wanted = found if data["is_all"] else ticked
    deed = services.Deed(act=data["act"], wanted=wanted, target=data.get("target"))
    _tickets, plan = services.foresee_act(actor(), event, deed)
    cannot = {encode_id(key): code for key, code in plan.cannot.items()}
    answer = {"can": len(plan.can), "cannot": cannot, "done": None, "work_id": None}
    if data.get("expected") is None:
        return answer
    done = services.start_act(actor(), event, deed, expected=data["expected"])
    if isinstance(done, Work):
        return answer | {"work_id": done.id}
    return answer | {"done": done.done}


@blueprint.route("/events/<slug>/attendee-doubles", methods=["GET"])
@blueprint.response(200, schemas.DoubleOut(many=True))
@token
def list_pairs(slug: str) -> list[dict[str, Any]]:
    """List valid tickets that look like one person's, at most 200 pairs."""
    event = get_managed_event(actor(), slug)
    return [
        {"ticket_id": one.first_id, "other_id": one.second_id, "reason": one.reason.value}
        for one in list_doubles(actor(), event)
    ]


@blueprint.route("/events/<slug>/attendee-doubles/merge", methods=["POST"])
@blueprint.arguments(schemas.DoubleForm)
@blueprint.response(204)
@token
@writes
def merge_pair(data: dict[str, Any], slug: str) -> None:
    """Keep `ticket_id` with all that refers to either; the other ticket is cancelled."""
    event = get_managed_event(actor(), slug)
    services.merge_tickets(actor(), event, keep=data["ticket_id"], drop=data["other_id"])


@blueprint.route("/events/<slug>/attendee-doubles/dismiss", methods=["POST"])
@blueprint.arguments(schemas.DoubleForm)
@blueprint.response(204)
@token
@writes
def dismiss_pair(data: dict[str, Any], slug: str) -> None:
    """Say that two tickets are two people's."""
    event = get_managed_event(actor(), slug)
    services.dismiss_double(actor(), event, data["ticket_id"], data["other_id"])
