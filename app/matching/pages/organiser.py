"""The page of an event's organisers: challenges that nobody suits, members that none suits."""

from flask import render_template

from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.matching.pages.base import blueprint
from app.matching.queries.overview import get_overview
from app.web.guards import actor, signed_in
from app.web.paging import PER_PAGE, page_number, turns


@blueprint.get("/manage/<slug>/matching")
@signed_in
def manage_matching(slug: str) -> str:
    """Show how many organisations suit each challenge, and which members none suits."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.EVENT_MANAGE, event)
    offset = (page_number() - 1) * PER_PAGE
    found = get_overview(actor(), event, clock.now(), limit=PER_PAGE + 1, offset=offset)
    return render_template(
        "matching/manage.html",
        event=event,
        challenges=found.challenges,
        clusters=found.clusters,
        members=found.members[:PER_PAGE],
        turns=turns(page_number(), has_more=len(found.members) > PER_PAGE),
    )
