"""The way from a draft to the shortlist for programs."""

from functools import partial
from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.proposals.policies import is_author
from app.proposals.queries import get_submitted, get_visible_proposal, sight_of
from app.selection import schemas
from app.selection.queries.drafts import list_stuck_after
from app.selection.queries.funnel import list_challenge_funnels
from app.selection.queries.links import find_group_links
from app.selection.queries.reminders import follow_reminders
from app.selection.queries.screening import (
    find_finding,
    list_house_points,
    read_checklist,
    reply_days_of,
)
from app.selection.services import linking, reminding, screening
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
    return {"items": list_challenge_funnels(event, sight_of(actor(), event))}


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


@blueprint.route("/events/<slug>/screening", methods=["GET"])
@blueprint.response(200, schemas.ArrangedSchema)
@token
def get_screening(slug: str) -> Any:
    """Get the days to reply and the points of the house."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.SCREENING_VIEW, event)
    return _arranged(event)


@blueprint.route("/events/<slug>/screening", methods=["PUT"])
@blueprint.arguments(schemas.ArrangeIn)
@blueprint.response(200, schemas.ArrangedSchema)
@token
@writes
def arrange_screening(data: dict[str, Any], slug: str) -> Any:
    """Set the days to reply and the points of the house, which are checked after the others."""
    event = get_managed_event(actor(), slug)
    points = data.get("points") or ()
    screening.arrange_screening(actor(), event, reply_days=data["reply_days"], points=points)
    return _arranged(event)


@blueprint.route("/proposals/<id:proposal_id>/checklist", methods=["GET"])
@blueprint.response(200, schemas.ChecklistSchema)
@token
def get_checklist(proposal_id: int) -> Any:
    """Get the checklist of a submitted proposal with what can be seen and what was found."""
    proposal = get_visible_proposal(actor(), proposal_id)
    authorize(actor(), Permission.SCREENING_VIEW, proposal.challenge.event)
    return {"items": read_checklist(get_submitted(proposal))}


@blueprint.route("/proposals/<id:proposal_id>/checklist", methods=["PATCH"])
@blueprint.arguments(schemas.ChecklistForm)
@blueprint.response(200, schemas.ChecklistSchema)
@token
@writes
def save_checklist(data: dict[str, Any], proposal_id: int) -> Any:
    """Answer points of a checklist; those that are not named stay as they are."""
    get_visible_proposal(actor(), proposal_id)
    saved = screening.save_checklist(actor(), proposal_id, data.get("answers") or ())
    return {"items": read_checklist(get_submitted(saved))}


@blueprint.route("/proposals/<id:proposal_id>/links", methods=["GET"])
@blueprint.response(200, schemas.LinkList)
@token
def list_links(proposal_id: int) -> Any:
    """List who behind a proposal is linked to the owner's group, by which evidence."""
    proposal = get_visible_proposal(actor(), proposal_id)
    authorize(actor(), Permission.SCREENING_VIEW, proposal.challenge.event)
    return _linked(proposal)


@blueprint.route("/proposals/<id:proposal_id>/links/dismiss", methods=["POST"])
@blueprint.arguments(schemas.DismissForm)
@blueprint.response(200, schemas.LinkList)
@token
@writes
def dismiss_link(data: dict[str, Any], proposal_id: int) -> Any:
    """Dismiss a link that means nothing, with the reason; it stays dismissed at this event."""
    linking.dismiss_link(actor(), proposal_id, **data)
    return _linked(get_visible_proposal(actor(), proposal_id))


@blueprint.route("/proposals/<id:proposal_id>/finding", methods=["GET"])
@blueprint.response(200, schemas.FindingSchema)
@token
def get_finding(proposal_id: int) -> Any:
    """Get the last finding that a proposal is not eligible, with the reply to it."""
    proposal = get_visible_proposal(actor(), proposal_id)
    if not is_author(actor(), proposal):
        authorize(actor(), Permission.SCREENING_VIEW, proposal.challenge.event)
    finding = find_finding(proposal.id)
    if finding is None:
        raise NotFound
    return finding


@blueprint.route("/proposals/<id:proposal_id>/finding/reply", methods=["POST"])
@blueprint.arguments(schemas.ReplyForm)
@blueprint.response(201, schemas.FindingSchema)
@token
@writes
def reply_to_finding(data: dict[str, Any], proposal_id: int) -> Any:
    """Reply to the finding that your proposal is not eligible: once, within the time."""
    return screening.reply_to_finding(actor(), proposal_id, data["reply"])


@blueprint.route("/proposals/<id:proposal_id>/finding/confirm", methods=["POST"])
@blueprint.arguments(schemas.ConfirmForm)
@blueprint.response(200, schemas.FindingSchema)
@token
@writes
def confirm_finding(data: dict[str, Any], proposal_id: int) -> Any:
    """Find again, after the reply, that a proposal is not eligible; else screen it anew."""
    return screening.confirm_finding(actor(), proposal_id, data["reason"])


def _linked(proposal: Any) -> dict[str, Any]:
    submitted = get_submitted(proposal)
    return {"declared": submitted.owner_link, "items": find_group_links(submitted)}


def _arranged(event: Any) -> dict[str, Any]:
    points = [one.text for one in list_house_points(event.id)]
    return {"reply_days": reply_days_of(event.id), "points": points}


def _event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.DRAFT_VIEW, event)
    return event
