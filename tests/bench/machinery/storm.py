"""Everything that moves places, at once: orders, forms, cancellations, sizes and the waiting list.

Whatever comes of it, each place must be accounted for afterwards: what is counted as taken and held
is what is written down, nobody has more than there is, nobody waits for what is free, and whoever
comes then gets every place that is left.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import in_unit_of_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.tickets import queries, services
from app.tickets.models import (
    HeldPlaces,
    Hold,
    Quota,
    TakenPlace,
    Ticket,
    TicketState,
    TicketType,
    WaitingEntry,
    WaitingOffer,
    WaitingPlace,
)
from app.tickets.queries import waiting as lists
from app.tickets.services import Attendee, Group, offering, places
from tests.bench.machinery.crowd import all_at_once
from tests.factories.events import make_event
from tests.factories.tickets import make_add_on, make_quota, make_ticket_type

HALL, DINNER = 20, 6
STEPS = 3  # of each client
BUSY = "busy"
BUSY_SHARE = 0.01  # of what was tried: more who are told to come again later is a fault, too
LONG = timedelta(days=2)
Act = Callable[[Random, str], object]


@dataclass(frozen=True)
class Stage:
    """An event whose two kinds of tickets and whose dinner share their places."""

    event_id: int
    kinds: tuple[int, int]
    dinner: int
    quotas: tuple[int, int]


def make_stage() -> Stage:
    """Make the event."""
    event = make_event()
    hall, table = make_quota(event, size=HALL), make_quota(event, size=DINNER)
    plain = make_ticket_type(event, size=HALL, quotas=[hall], has_waiting_list=True)
    whole = make_ticket_type(event, size=HALL, quotas=[hall, table], has_waiting_list=True)
    dinner = make_add_on(event, quotas=[table])
    return Stage(event.id, (plain.id, whole.id), dinner.id, (hall.id, table.id))


class Storm:
    """What clients do, each by the dice of its own number."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.busy = 0
        self.acts: list[tuple[int, Act]] = [
            (6, self.buy),
            (4, self.fill_in),
            (3, self.join),
            (4, self.cancel),
            (2, self.resize),
            (3, self.answer_offer),
            (2, self.let_work),
        ]

    def client(self, number: int, seed: int) -> str:
        """Do a few things one after the other; return what the last one ended with."""
        dice = Random(seed * 1_000 + number)
        acts, weights = [act for _w, act in self.acts], [weight for weight, _act in self.acts]
        said = ""
        for step, act in enumerate(dice.choices(acts, weights, k=STEPS)):
            try:
                act(dice, f"{seed}-{number}-{step}")
                said = "done"
            except DomainError as error:
                db.session.rollback()
                said = error.code
            except OperationalError:
                # A page answers that it is busy and that nothing was stored; then it must be so.
                db.session.rollback()
                said = BUSY
                self.busy += 1
        return said

    def buy(self, dice: Random, name: str, key: str | None = None) -> object:
        """Order some tickets, some of them with the dinner."""
        people = [self._guest(dice, f"{name}-{n}") for n in range(dice.choice((1, 1, 2, 3)))]
        return self._do(partial(self._order, people, key))

    def fill_in(self, dice: Random, name: str) -> object:
        """Have a place held, then send the form, leave it or forget it."""
        wanted = {dice.choice(self.stage.kinds): 1}
        add_ons = {self.stage.dinner: 1} if dice.random() < 1 / 2 else {}
        hold = partial(services.hold_places, tickets=wanted, add_ons=add_ons, client_key=name)
        self._do(lambda: hold(ANONYMOUS, self._event()))
        ending = dice.choice(("send", "leave", "forget"))
        if ending == "leave":
            return self._do(lambda: services.release(ANONYMOUS, self._event(), name))
        return self.buy(dice, name, key=name) if ending == "send" else None

    def join(self, dice: Random, name: str) -> object:
        """Wait for a kind of ticket."""
        kind, places_wanted = dice.choice(self.stage.kinds), dice.choice((1, 1, 2, 4))
        group = Group(name=name, email=f"{name}@example.org", places=places_wanted)
        return self._do(
            lambda: services.join_waiting_list(
                ANONYMOUS, queries.get_ticket_type(kind, self.stage.event_id), group
            )
        )

    def cancel(self, dice: Random, _name: str) -> object:
        """Cancel one of the tickets that there are."""
        valid = select(Ticket.id).where(
            Ticket.event_id == self.stage.event_id, Ticket.state == TicketState.VALID
        )
        found = db.session.scalars(valid).all()
        db.session.rollback()
        if not found:
            return None
        chosen = dice.choice(found)
        return self._do(lambda: services.cancel_ticket(SYSTEM, queries.get_ticket(chosen)))

    def resize(self, dice: Random, _name: str) -> object:
        """Make the hall or the table larger or smaller."""
        quota_id, step = dice.choice(self.stage.quotas), dice.choice((-3, -1, 1, 3))

        def change() -> object:
            quota = queries.get_quota(quota_id, self.stage.event_id)
            return services.resize_quota(SYSTEM, quota, max(1, quota.size + step))

        return self._do(change)

    def answer_offer(self, dice: Random, name: str) -> object:
        """Take an offer that stands, decline it, or let its time run out."""
        entries = select(WaitingEntry).where(
            WaitingEntry.event_id == self.stage.event_id, WaitingEntry.state == "offered"
        )
        found = db.session.scalars(entries).all()
        if not found:
            db.session.rollback()
            return None
        entry = dice.choice(found)
        link, kind = lists.waiting_link(entry), entry.ticket_type_id
        open_one = select(WaitingOffer.id).where(
            WaitingOffer.entry_id == entry.id, WaitingOffer.state == "open"
        )
        offer_id = db.session.scalar(open_one)
        db.session.rollback()
        ending = dice.choice(("take", "take", "decline", "expire"))
        if ending == "decline":
            return self._do(lambda: services.leave_waiting_list(ANONYMOUS, link))
        if ending == "expire" and offer_id is not None:
            later = clock.now() + LONG
            return self._do(lambda: offering.expire_offer(offer_id, later))
        who = Attendee(ticket_type=kind, given_name="Ada", email=f"{name}@example.org")
        return self._do(lambda: services.take_offer(ANONYMOUS, link, [who]))

    def let_work(self, dice: Random, _name: str) -> object:
        """Do what the worker does: end forms that were forgotten, offer what is free."""
        holds = select(Hold.id).where(Hold.event_id == self.stage.event_id, Hold.purpose == "form")
        found = db.session.scalars(holds).all()
        db.session.rollback()
        if found:
            hold_id, later = dice.choice(found), clock.now() + LONG
            self._do(lambda: places.release_when_over(hold_id, later))
        return self._do(lambda: offering.offer_places(self.stage.event_id))

    def settle(self) -> None:
        """End every form and offer and let the worker rest, so that only tickets have places."""
        later = clock.now() + LONG
        holds = select(Hold.id).where(Hold.event_id == self.stage.event_id, Hold.purpose == "form")
        offers = select(WaitingOffer.id).where(WaitingOffer.state == "open")
        while True:
            for hold_id in db.session.scalars(holds).all():
                self._do(partial(places.release_when_over, hold_id, later))
            made = self._do(lambda: offering.offer_places(self.stage.event_id))
            standing = db.session.scalars(offers).all()
            for offer_id in standing:
                self._do(partial(offering.expire_offer, offer_id, later))
            if not made and not standing:
                break
        waiting = select(WaitingEntry.id).where(WaitingEntry.state == "waiting")
        for entry_id in db.session.scalars(waiting).all():
            entry = lists.get_entry(entry_id)
            link = lists.waiting_link(entry)
            self._do(partial(services.leave_waiting_list, ANONYMOUS, link))

    def sell_rest(self) -> None:
        """Sell what is left, one ticket of each kind after the other, until nothing is."""
        for kind in self.stage.kinds:
            for number in range(3 * HALL):
                who = Attendee(
                    ticket_type=kind, given_name="Last", email=f"last{number}@example.org"
                )
                try:
                    self._do(partial(self._order, [who], None))
                except DomainError:
                    db.session.rollback()
                    break

    def _guest(self, dice: Random, name: str) -> Attendee:
        add_ons = (self.stage.dinner,) if dice.random() < 1 / 3 else ()
        email = f"{name}@example.org"
        kind = dice.choice(self.stage.kinds)
        return Attendee(ticket_type=kind, given_name="Ada", email=email, add_ons=add_ons)

    def _order(self, people: list[Attendee], key: str | None) -> object:
        return services.place_order(ANONYMOUS, self._event(), people, client_key=key)

    def _event(self) -> Event:
        return get_event_by_id(self.stage.event_id)

    @staticmethod
    def _do(work: Callable[[], object]) -> object:
        return in_unit_of_work(work)


def faults(stage: Stage) -> list[str]:
    """Return what is not accounted for, in words; nothing where all is well."""
    db.session.rollback()
    wrong = []
    quotas = db.session.scalars(select(Quota).where(Quota.event_id == stage.event_id)).all()
    taken = _counted(select(TakenPlace.quota_id, func.count()).group_by(TakenPlace.quota_id))
    held = _counted(
        select(HeldPlaces.quota_id, func.sum(HeldPlaces.places)).group_by(HeldPlaces.quota_id)
    )
    waiting = _counted(select(WaitingPlace.quota_id, func.count()).group_by(WaitingPlace.quota_id))
    for one in quotas:
        counted = (one.taken, one.held, one.waiting)
        written = (taken[one.id], held[one.id], waiting[one.id])
        if counted != written:
            wrong.append(f"{one.name}: {counted} are counted, {written} are written down")
        if one.taken + one.held > one.size:
            wrong.append(f"{one.name}: {one.taken + one.held} of {one.size}")
    return wrong + _tickets_without_places(stage)


def _counted(query: object) -> Counter[int]:
    return Counter(dict(db.session.execute(query).all()))  # type: ignore[call-overload]  # pairs


def _tickets_without_places(stage: Stage) -> list[str]:
    """Return the tickets that have other places than what they are for takes."""
    wrong = []
    tickets = db.session.scalars(select(Ticket).where(Ticket.event_id == stage.event_id)).all()
    mine = select(TakenPlace.ticket_id, TakenPlace.quota_id)
    has: dict[int, Counter[int]] = {}
    for ticket_id, quota_id in db.session.execute(mine):
        has.setdefault(ticket_id, Counter())[quota_id] += 1
    for ticket in tickets:
        is_valid = ticket.state == TicketState.VALID
        wanted = Counter(q for q, _add_on in places.places_of_ticket(ticket)) if is_valid else {}
        if has.get(ticket.id, Counter()) != wanted:
            wrong.append(f"ticket {ticket.email}: {has.get(ticket.id)} and not {wanted}")
    return wrong


def unsold(stage: Stage) -> int:
    """Return how many tickets there could still be once nobody waits and all forms are over."""
    db.session.rollback()
    kinds = [queries.get_ticket_type(one, stage.event_id) for one in stage.kinds]
    return sum(_left(kind) for kind in kinds)


def _left(kind: TicketType) -> int:
    return min(quota.free for quota in kind.quotas)


def one_storm(app: Flask, *, clients: int, threads: int, seed: int) -> list[str]:
    """Let clients loose on an event; return what was wrong afterwards."""
    with app.app_context():
        stage = make_stage()
        storm = Storm(stage)
        all_at_once(app, partial(storm.client, seed=seed), clients=clients, threads=threads)
        wrong = faults(stage)
        if storm.busy > BUSY_SHARE * STEPS * clients:
            wrong.append(f"{storm.busy} of {STEPS * clients} were told to come again later")
        storm.settle()
        wrong += faults(stage)
        storm.sell_rest()
        wrong += faults(stage)
        if unsold(stage):
            wrong.append(f"{unsold(stage)} places are free and cannot be had")
        db.session.remove()
    return wrong
