"""The way from a draft to the shortlist for programs."""

from functools import partial
from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.selection import schemas
from app.selection.queries.drafts import list_stuck_after
from app.selection.queries.funnel import list_challenge_funnels
from app.selection.queries.reminders import follow_reminders
from app.selection.services import reminding
from app.web.guards import about_events, actor, token, writes
from app.web.paging import PageQuery, page_of

blueprint = Blueprint("selection-api", __name__, description="From drafts to the shortlist")
about_events(blueprint.name)


@blueprint.route("/events/<slug>/funnel", methods=["GET"])
@blueprint.response(200, schemas.FunnelList)
@token
def list_funnels(slug: str) -> Any:
    """List how far the proposals of each challenge have come, and how long applicants waited."""
    event = _event(slug)
    return {"items": list_challenge_funnels(event, fence(actor(), event))}


@blueprint.route("/events/<slug>/drafts", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.DraftPage)
@token
def list_drafts(query: dict[str, Any], slug: str) -> Any:
    """List the drafts that can still be handed in; never what they say."""
    event = _event(slug)
    return page_of(query, partial(list_stuck_after, event, fence(actor(), event)))


@blueprint.route("/events/<slug>/draft-reminders", methods=["GET"])
@blueprint.response(200, schemas.ReminderList)
@token
def list_reminders(slug: str) -> Any:
    """List the latest reminders of drafts with how far their mails are."""
    return {"items": follow_reminders(actor(), _event(slug))}


@blueprint.route("/challenges/<id:challenge_id>/draft-reminders", methods=["POST"])
@blueprint.arguments(schemas.ReminderForm)
@blueprint.response(201, schemas.ReminderSchema)
@token
@writes
def remind_drafts(data: dict[str, Any], challenge_id: int) -> Any:
    """Remind the writers of a challenge's drafts; `recipients` is how many you expect."""
    return reminding.remind_drafts(actor(), challenge_id, **data)


def _event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.DRAFT_VIEW, event)
    return event
