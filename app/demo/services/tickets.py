"""Orders and tickets of both events."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.text import search_key
from app.demo.rules import script
from app.demo.rules.chance import chance
from app.demo.rules.door import read_badges
from app.demo.rules.guests import Guest, guests
from app.demo.services.stage import Book, Stage, write
from app.tickets.models import (
    Order,
    Quota,
    RequestQuestion,
    TakenPlace,
    Ticket,
    TicketState,
    TicketType,
    TicketTypeQuota,
)
from app.tickets.rules.support import Support, SupportingCluster, choose_support

AT_THE_DESK = timedelta(minutes=3)
TAKEN = 57  # places of the open event that are taken by now
SALES_DAYS = 34
ALSO_THERE = ("attendee@example.org", "applicant@example.org", "owner@example.org")
QUESTION = "Which of your projects does the pilot line matter to?"
ANSWER = "Coating of battery foils: we start a project with two partners in March."
DECLINED_FOR = "The visit is for firms that can use the pilot line; your project is on software."
JURY_LABEL, JURY, TEAM = "Juror", "juror", "organiser"


def write_finished_tickets(stage: Stage, book: Book) -> None:
    """Write a ticket for everybody who registered or walked in."""
    readings = read_badges(guests(), book.day)
    arrived = {one.guest.person.email: one.at for one in reversed(readings) if one.guest}
    epochs = {one.guest.person.email: one.epoch for one in readings if one.guest and one.epoch}
    for guest in guests():
        email = guest.person.email
        if guest.is_walk_in:
            at = arrived[email] - AT_THE_DESK
        else:
            at = book.event.starts_at - guest.before
        _add(stage, book, guest, at, epoch=epochs.get(email, 0))
    _send(book)


def write_open_tickets(stage: Stage, book: Book) -> None:
    """Write those places of the open event that are taken by now."""
    dice = chance("open tickets")
    known = [guest for guest in guests() if guest.person.email in stage.people]
    known = [guest for guest in known if not guest.is_staff]
    wanted = [guest for guest in known if guest.person.email in ALSO_THERE]
    others = [guest for guest in known if guest not in wanted]
    for guest in wanted + dice.sample(others, TAKEN - len(wanted)):
        before = timedelta(minutes=dice.randrange(90, SALES_DAYS * 24 * 60))
        _add(stage, book, guest, stage.now - before)
    _send(book)
    _write_requests(
        stage, book, [guest for guest in others if guest.person.email not in book.tickets]
    )


def _write_requests(stage: Stage, book: Book, others: Sequence[Guest]) -> None:
    """Let four have asked for a ticket that the organiser approves: two were asked back, one no."""
    places = Quota(
        id=stage.ids.new(), event_id=book.event.id, name="Study visit", size=12, taken=0, held=0
    )
    kind = TicketType(
        id=stage.ids.new(),
        event_id=book.event.id,
        name="Study visit guest",
        description="The day with a visit to the pilot line. Places are few, so we choose.",
        audience="attendee",
        needs_approval=True,
        position=len(book.ticket_types) + 1,
    )
    write([places, kind])
    write([TicketTypeQuota(ticket_type_id=kind.id, quota_id=places.id)])
    asked = []
    for number, guest in enumerate(others[:4]):
        asked_at = stage.now - timedelta(days=6 - number)
        _add(stage, book, guest, asked_at)
        ticket = book.tickets.pop(guest.person.email)
        ticket.ticket_type_id, ticket.state = kind.id, TicketState.REQUESTED
        write([book.orders.pop(), ticket])
        asked.append(ticket)
    declined, waiting, answered = asked[:3]
    declined.state, declined.declined_for = TicketState.DECLINED, DECLINED_FOR
    declined.decided_at = stage.now - timedelta(days=4)
    at = stage.now - timedelta(hours=20)
    reply = {"answer": ANSWER, "answered_at": at + timedelta(hours=5)}
    about = {"asked_by_id": stage.lead().id, "question": QUESTION, "asked_at": at}
    write(
        [
            RequestQuestion(id=stage.ids.new(), ticket_id=waiting.id, **about),
            RequestQuestion(id=stage.ids.new(), ticket_id=answered.id, **about, **reply),
        ]
    )


def _add(stage: Stage, book: Book, guest: Guest, at: datetime, *, epoch: int = 0) -> None:
    """Make an order with its ticket."""
    row = guest.person
    kind = _ticket_type(book, guest)
    account = stage.people.get(row.email)
    is_over = book.row.days_from_today < 0
    is_cancelled = is_over and guest.is_cancelled
    support = _support(stage, guest)
    order = Order(
        id=stage.ids.new(),
        event_id=book.event.id,
        person_id=account.id if account and not (is_over and guest.is_walk_in) else None,
        email=row.email,
        channel=guest.channel if is_over or guest.channel != "walk_in" else "web",
        created_at=at,
    )
    book.orders.append(order)
    book.tickets[row.email] = Ticket(
        id=stage.ids.new(),
        event_id=book.event.id,
        order_id=order.id,
        ticket_type_id=kind.id,
        organisation_id=stage.organisations[row.organisation].id,
        supported_by_id=support.cluster_id,
        support_reason=support.reason,
        given_name=row.given,
        family_name=row.family,
        latin_name=row.latin or None,
        email=row.email,
        organisation_name=guest.written_organisation,
        organisation_kind=guest.organisation.kind,
        country=guest.organisation.country,
        role_label=row.label,
        is_project_staff=guest.is_staff,
        is_walk_in=is_over and guest.is_walk_in,
        search_key=_search_key(guest),
        epoch=epoch,
        state=TicketState.CANCELLED if is_cancelled else TicketState.VALID,
        created_at=at,
        cancelled_at=at + (book.event.starts_at - at) / 2 if is_cancelled else None,
    )


def _support(stage: Stage, guest: Guest) -> Support:
    """Return who supports a guest: their own cluster, or the one of their country."""
    rows = [script.organisations()[name] for name in script.organisers()[:-1]]
    clusters = [SupportingCluster(stage.organisations[row.name].id, row.country) for row in rows]
    home = stage.organisations[guest.person.organisation].id
    return choose_support(clusters, memberships=[home], country=guest.organisation.country)


def _search_key(guest: Guest) -> str:
    row = guest.person
    written = guest.written_organisation
    return search_key(row.family, row.given, row.latin, written, row.email)[:500]


def _ticket_type(book: Book, guest: Guest) -> TicketType:
    """Return the kind of ticket that a guest takes."""
    if guest.is_staff:
        return next(one for one in book.ticket_types if one.audience == TEAM)
    if guest.person.label == JURY_LABEL:
        return next(one for one in book.ticket_types if one.audience == JURY)
    by_name = {one.name: one for one in book.ticket_types}
    kind = guest.organisation.kind
    return next(by_name[row.name] for row in script.ticket_types() if kind in row.kinds)


def _send(book: Book) -> None:
    """Write the orders and tickets, and count the places that they take."""
    write(book.orders)
    write(book.tickets.values())
    places = []
    for ticket in book.tickets.values():
        if ticket.state == TicketState.VALID:
            quota = book.quotas_of[ticket.ticket_type_id]
            quota.taken += 1
            places.append(TakenPlace(ticket_id=ticket.id, quota_id=quota.id))
    write(book.quotas)
    write(places)
