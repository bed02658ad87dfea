"""The list of attendees: filtered, sorted, with the columns that somebody wants, and as a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from app.core import clock, xlsx
from app.core.authz import can
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import list_clusters
from app.identity.messages import KINDS
from app.privacy.messages import PURPOSES
from app.privacy.queries import list_asked
from app.privacy.rules.purposes import Purpose
from app.registrations import queries
from app.registrations.messages import ACTS, CHANNELS, COLUMNS, channel_words
from app.registrations.pages.base import LIST, blueprint, managed
from app.registrations.rules.acts import Act
from app.registrations.rules.columns import NOT_KEPT, Column, columns_of
from app.registrations.schemas import as_asked, filter_in, read_query
from app.tickets.queries import count_attendees, list_agreed, list_ticket_types, who_came
from app.tickets.queries import list_attendees as list_tickets
from app.tickets.queries.questions import list_answers_of_event
from app.tickets.queries.questions import list_asked as list_questions
from app.tickets.rules.sales import TicketState
from app.web.downloads import send_csv, send_made
from app.web.fields import countries
from app.web.guards import actor, signed_in
from app.web.paging import numbered, page_number
from app.web.tabs import TICKETS

MOST_EXPORTED = 100_000
SORTED_BY = {
    Column.ORGANISATION: "organisation",
    Column.COUNTRY: "country",
    Column.TICKET: "ticket",
    Column.STATE: "state",
    Column.REGISTERED: "registered",
}


@blueprint.get("/manage/<slug>/tickets/attendees")
@signed_in
def list_attendees(slug: str) -> str:
    """Show who has registered; filters, order and columns live in the address."""
    event = managed(slug)
    query = read_query(request.args)
    wanted, seen = filter_in(query, event.timezone), fence(actor(), event)
    found, turns = numbered(
        lambda limit, offset: list_tickets(
            event.id, wanted, seen=seen, limit=limit, offset=offset, order=query["sort"]
        )
    )
    clusters = list_clusters(event)
    has_clusters = seen.is_open and len(clusters) > 1
    columns, asked = columns_of(query["col"], has_clusters=has_clusters), as_asked(query)
    return render_template(
        "registrations/attendees.html",
        event=event,
        tickets=found,
        came=who_came([one.id for one in found]) if Column.CAME in columns else set(),
        total=count_attendees(event.id, wanted, seen=seen),
        page=page_number(),
        **turns,
        query=query,
        asked=asked,
        columns=columns,
        heads=_heads(query["sort"]),
        choices=_choices(event, clusters if has_clusters else ()),
        views=_views(event, asked),
        is_fenced=not seen.is_open,
        has_clusters=len(clusters) > 1,
        acts=_acts(event, has_clusters=len(clusters) > 1),
        may_move=can(actor(), Permission.SUPPORT_MANAGE, event),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


def _acts(event: Any, *, has_clusters: bool) -> list[tuple[str, str]]:
    """Return what the reader may do with many, in words."""
    left_out = set() if can(actor(), Permission.TICKET_MANAGE, event) else {Act.CHANGE_TYPE}
    left_out |= set() if has_clusters else {Act.HAND_OVER}
    return [(one.value, str(words)) for one, words in ACTS.items() if one not in left_out]


def _choices(event: Any, clusters: Sequence[Any]) -> dict[str, Any]:
    """Return what each filter can be, in words."""
    known = {one.channel for one in queries.list_links(event.id)}
    purposes = (*list_asked(event.id), Purpose.NEWSLETTER)
    return {
        "states": [*_states(), ("all", _("Whatever their state"))],
        "types": list_ticket_types(event.id),
        "clusters": clusters,
        "countries": countries(),
        "kinds": list(KINDS.items()),
        "channels": [(one, channel_words(one)) for one in (*CHANNELS, *sorted(known))],
        "agreements": [(one.value, PURPOSES[one]) for one in purposes],
        "columns": [(one.value, words) for one, words in COLUMNS.items()],
    }


def _states() -> list[tuple[str, str]]:
    label = current_app.jinja_env.filters["ticket_state"]
    return [(one.value, label(one)["text"]) for one in (TicketState.VALID, *_OTHERS)]


_OTHERS = [one for one in TicketState if one != TicketState.VALID]


def _views(event: Any, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the views as tabs: everybody first, then those with a name."""
    here = {key: value for key, value in asked.items() if key not in NOT_KEPT}
    first = {
        "label": _("Everybody"),
        "url": url_for(LIST, slug=event.slug),
        "is_current": not here,
        "view": None,
    }
    kept = [
        {
            "label": one.name,
            "url": url_for(LIST, slug=event.slug, **one.asked),
            "is_current": one.asked == here,
            "view": one,
        }
        for one in queries.list_views(actor(), event)
    ]
    return [first, *kept]


def _heads(sort: str) -> dict[str, dict[str, Any]]:
    """Return by column how it is sorted now, and what a click on its head asks for."""
    names = {"name": "name"} | {str(key): value for key, value in SORTED_BY.items()}
    return {column: _head(order, sort) for column, order in names.items()}


def _head(order: str, sort: str) -> dict[str, Any]:
    directions = {order: "ascending", f"-{order}": "descending"}
    return {"sort": f"-{order}" if sort == order else order, "direction": directions.get(sort)}


@blueprint.get("/manage/<slug>/tickets/attendees.csv")
@signed_in
def export_attendees(slug: str) -> Response:
    """Give the list as it is filtered and sorted as CSV."""
    name, head, rows = _table(slug)
    return send_csv(name, head, rows)


@blueprint.get("/manage/<slug>/tickets/attendees.xlsx")
@signed_in
def export_workbook(slug: str) -> Response:
    """Give the list as it is filtered and sorted as a workbook."""
    name, head, rows = _table(slug)
    made = xlsx.to_xlsx(head, rows, made_at=clock.now())
    return send_made(made, f"{name}.xlsx", xlsx.CONTENT_TYPE)


def _table(slug: str) -> tuple[str, Sequence[str], Iterator[Sequence[object]]]:
    """Return the columns that are seen, or all where none were chosen, as a table."""
    event = managed(slug)
    query = read_query(request.args)
    wanted, seen = filter_in(query, event.timezone), fence(actor(), event)
    tickets = list_tickets(event.id, wanted, seen=seen, limit=MOST_EXPORTED, order=query["sort"])
    parts = [part for part in _PARTS if not query["col"] or part[1] in {None, *query["col"]}]
    asked = () if query["col"] else list_asked(event.id)
    agreed = list_agreed(event.id) if asked else {}
    questions = () if query["col"] else list_questions(event.id)
    questions = [one for one in questions if not one.is_need]
    said = list_answers_of_event(event.id) if questions else {}
    came = who_came([one.id for one in tickets])
    head = [part[0] for part in parts] + [f"agrees_{one}" for one in asked]
    head += [one.label for one in questions]
    rows = (
        [
            *(read(one, came) for _name, _column, read in parts),
            *_answers(asked, agreed, one.id),
            *(said.get(one.id, {}).get(question.id, "") for question in questions),
        ]
        for one in tickets
    )
    return f"attendees-{event.slug}", head, rows


def _answers(asked: Iterable[Purpose], agreed: Any, ticket_id: int) -> list[str]:
    """Return for each purpose that the event asks for whether the holder agrees."""
    given = agreed.get(ticket_id, ())
    return ["yes" if one in given else "no" for one in asked]


def _moment(at: Any) -> str | None:
    return at and at.isoformat(timespec="seconds")


# The columns of a file: their heads, the column of the page that they belong to, what they say.
_PARTS: tuple[tuple[str, Column | None, Callable[[Any, Any], object]], ...] = (
    ("family_name", None, lambda one, _came: one.family_name),
    ("given_name", None, lambda one, _came: one.given_name),
    ("email", Column.EMAIL, lambda one, _came: one.email),
    ("organisation", Column.ORGANISATION, lambda one, _came: one.organisation_name),
    ("organisation_kind", Column.KIND, lambda one, _came: one.organisation_kind),
    ("country", Column.COUNTRY, lambda one, _came: one.country),
    ("ticket_type", Column.TICKET, lambda one, _came: one.ticket_type.name),
    ("state", Column.STATE, lambda one, _came: str(one.state)),
    ("supported_by", Column.SUPPORTED, lambda one, _came: one.supported_by.name),
    ("validated_at", Column.CONFIRMED, lambda one, _came: _moment(one.validated_at)),
    ("registered_at", Column.REGISTERED, lambda one, _came: _moment(one.created_at)),
    ("channel", Column.CHANNEL, lambda one, _came: one.order.channel),
    ("came", Column.CAME, lambda one, came: "yes" if one.id in came else "no"),
)
