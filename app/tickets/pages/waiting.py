"""The waiting list: joining it, one's place on it, taking an offer, and the organiser's view."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core.authz import authorize, can
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_visible_event
from app.identity.messages import KINDS
from app.tickets import queries, services
from app.tickets.pages.base import blueprint, managed
from app.tickets.queries import waiting as lists
from app.tickets.rules.sales import is_shown
from app.tickets.rules.waiting import WaitingState
from app.tickets.schemas import attendee_in
from app.tickets.schemas.waiting import TakeOfferForm, WaitForm, WaitingReasonForm, group_in
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.tabs import TICKETS, ticket_tab

ticket_tab(
    15,
    lazy_gettext("Waiting list"),
    "tickets.waiting_list",
    Permission.TICKET_VIEW,
    "tickets.waiting_entry",
)
WAITING_STATES: dict[str, tuple[LazyString, str]] = {
    WaitingState.WAITING: (lazy_gettext("Waiting"), "neutral"),
    WaitingState.OFFERED: (lazy_gettext("Offered"), "warn"),
    WaitingState.TAKEN: (lazy_gettext("Taken"), "good"),
    WaitingState.EXPIRED: (lazy_gettext("Not taken in time"), "bad"),
    WaitingState.LEFT: (lazy_gettext("Left"), "neutral"),
    WaitingState.REMOVED: (lazy_gettext("Removed"), "bad"),
    WaitingState.OVER: (lazy_gettext("Over"), "neutral"),
}


@blueprint.app_template_filter("waiting_state")
def waiting_state(state: str) -> dict[str, Any]:
    """Return word and tone of what has become of somebody who waits."""
    text, tone = WAITING_STATES[state]
    return {"text": text, "tone": tone}


@blueprint.route("/e/<slug>/waiting-list/<id:ticket_type_id>", methods=["GET", "POST"])
@public
def join_waiting_list(slug: str, ticket_type_id: int) -> Page:
    """Let somebody wait for a ticket that is full."""
    event = get_visible_event(actor(), slug)
    authorize(actor(), Permission.TICKET_REGISTER, event)
    kind = queries.get_ticket_type(ticket_type_id, event.id)
    code = request.values.get("access_code", "").replace("\x00", "")[:40]
    if not kind.has_waiting_list or not is_shown(kind.visibility, kind.access_code, code):
        raise NotFound
    form = PageForm(WaitForm, {"places": 1, "access_code": code})

    def join(data: dict[str, Any]) -> str:
        group, given = group_in(data), data.get("access_code") or ""
        services.join_waiting_list(actor(), kind, group, access_code=given)
        return group.email

    email = form.submit(join)
    if email is not None:
        words = _("You are on the waiting list. A mail to %(email)s shows your place.", email=email)
        flash(words, "good")
        return redirect(url_for("events.public_event", slug=slug))
    before = lists.count_waiting(event.id).get(kind.id, 0)
    return form.render(
        "tickets/wait.html", event=event, kind=kind, before=before, countries=countries()
    )


@blueprint.get("/waiting-list/<link>")
@public
def waiting_place(link: str) -> str:
    """Show whoever has the secret address where they stand, and what they are offered."""
    place = lists.place_of(lists.get_entry_by_link(link))
    order = place.offer and place.offer.order
    return render_template(
        "tickets/waiting.html",
        event=place.entry.event,
        place=place,
        link=link,
        tickets=queries.order_link(order) if order else None,
    )


@blueprint.post("/waiting-list/<link>/leave")
@public
@writes
def leave_waiting_list(link: str) -> AnyResponse:
    """Leave the list, or decline what is offered."""
    services.leave_waiting_list(actor(), link)
    flash(_("You are no longer on the waiting list."), "good")
    return redirect(url_for("tickets.waiting_place", link=link))


@blueprint.route("/waiting-list/<link>/register", methods=["GET", "POST"])
@public
def take_offer(link: str) -> Page:
    """Register the group that places are set aside for."""
    entry = lists.get_entry_by_link(link)
    offer = lists.find_open_offer(entry.id)
    if offer is None:
        return redirect(url_for("tickets.waiting_place", link=link))
    first = {"given_name": "", "email": entry.email, "country": entry.country}
    form = PageForm(TakeOfferForm, {"people": [first, *({} for _n in range(entry.places - 1))]})
    order = form.submit(lambda data: _register(link, entry, data))
    if order is not None:
        return redirect(url_for("tickets.ticket", link=order))
    return form.render(
        "tickets/offer.html",
        event=entry.event,
        entry=entry,
        offer=offer,
        link=link,
        kinds=list(KINDS.items()),
        countries=countries(),
    )


def _register(link: str, entry: Any, data: dict[str, Any]) -> str:
    kind = {"ticket_type": entry.ticket_type_id}
    people = [attendee_in(one | kind) for one in data["people"]]
    return queries.order_link(services.take_offer(actor(), link, people))


@blueprint.get("/manage/<slug>/tickets/waiting")
@signed_in
def waiting_list(slug: str) -> str:
    """Show who waits for which ticket, in their order."""
    event = managed(slug, Permission.TICKET_VIEW)
    seen = fence(actor(), event)
    entries = lists.list_entries(event.id, seen)
    return render_template(
        "tickets/waiting_list.html",
        event=event,
        places=lists.list_places(event.id, entries),
        types=queries.list_ticket_types(event.id),
        is_fenced=not seen.is_open,
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.get("/manage/<slug>/tickets/waiting/<id:entry_id>")
@signed_in
def waiting_entry(slug: str, entry_id: int) -> str:
    """Show one group, and what an organiser can do for it."""
    event, entry = _entry(slug, entry_id)
    return render_template(
        "tickets/waiting_entry.html",
        event=event,
        place=lists.place_of(entry),
        may_edit=can(actor(), Permission.ATTENDEE_EDIT, entry),
    )


def _entry(slug: str, entry_id: int) -> tuple[Any, Any]:
    event = managed(slug, Permission.TICKET_VIEW)
    entry = lists.get_entry(entry_id, event.id)
    if not fence(actor(), event).admits(entry.supported_by_id):
        raise NotFound
    return event, entry


@blueprint.post("/manage/<slug>/tickets/waiting/<id:entry_id>/offer")
@signed_in
def offer_now(slug: str, entry_id: int) -> AnyResponse:
    """Offer places to one group before its turn."""
    name = _act(slug, entry_id, services.offer_now)
    if name is not None:
        flash(_("Places are offered to %(name)s.", name=name), "good")
    return redirect(url_for("tickets.waiting_entry", slug=slug, entry_id=entry_id))


@blueprint.post("/manage/<slug>/tickets/waiting/<id:entry_id>/remove")
@signed_in
def remove_waiting(slug: str, entry_id: int) -> AnyResponse:
    """Take one group off the list."""
    name = _act(slug, entry_id, services.remove_waiting)
    if name is not None:
        flash(_("%(name)s is off the list.", name=name), "good")
    return redirect(url_for("tickets.waiting_entry", slug=slug, entry_id=entry_id))


def _act(slug: str, entry_id: int, act: Callable[..., None]) -> str | None:
    """Do what an organiser asked for with a reason; None, and words, if it did not go."""
    _event, entry = _entry(slug, entry_id)
    form = PageForm(WaitingReasonForm)

    def run(data: dict[str, Any]) -> str:
        act(actor(), entry, data["reason"])
        return str(entry.name)

    name = form.submit(run)
    if name is None:
        flash(next(iter(form.errors.values()))[0], "bad")
    return name
