"""What the worker does for tickets: it draws badges, and hands participants back."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import force_locale

from app.core import clock, jobs, work
from app.core.content import PDF
from app.core.facts import subscribe
from app.core.files import place_parts, store_placed
from app.core.uow import unit_of_work
from app.events.facts import EventChanged, EventPublished, PartnerRemoved
from app.events.policies import Fence
from app.events.queries import get_event_by_id
from app.tickets.rules.audiences import Audience
from app.tickets.rules.badge_layout import SheetFormat
from app.tickets.services.coming import ASK_COMING, ask_when_due, plan_asking
from app.tickets.services.offering import (
    CLOSE_LIST,
    EXPIRE_OFFER,
    close_when_over,
    expire_offer,
    offer_places,
)
from app.tickets.services.places import OFFER_PLACES, RELEASE_HOLD, release_when_over
from app.tickets.services.printing import MAKE_BADGES, Design, draw_badges, load_badges
from app.tickets.services.supporting import hand_all_back
from config import LANGUAGES


@subscribe(PartnerRemoved)
def hand_back(fact: PartnerRemoved) -> None:
    """Give the lead the participants of a cluster that left."""
    if fact.event_id is not None:
        hand_all_back(get_event_by_id(fact.event_id), fact.organisation_id)


@subscribe(EventPublished)
def plan_for_published(fact: EventPublished) -> None:
    """Have people asked whether they come, of an event that was no event for anybody before."""
    plan_asking(get_event_by_id(fact.event_id or 0))


@subscribe(EventChanged)
def plan_for_changed(fact: EventChanged) -> None:
    """Have people asked when it is time, for an event may have another day now."""
    plan_asking(get_event_by_id(fact.event_id or 0))


@jobs.task(ASK_COMING)
def ask_coming(event_id: int) -> None:
    """Ask people whether they come when it is time; look again later where it is not yet."""
    with unit_of_work():
        wait = ask_when_due(event_id, clock.now())
        if wait is not None:
            jobs.enqueue(ASK_COMING, delay=wait, event_id=event_id)


@jobs.task(RELEASE_HOLD)
def release_hold(hold_id: int) -> None:
    """Give back the places of a form whose time is over; look again later where it is not yet."""
    with unit_of_work():
        wait = release_when_over(hold_id, clock.now())
        if wait is not None:
            jobs.enqueue(RELEASE_HOLD, delay=wait, hold_id=hold_id)


@jobs.task(OFFER_PLACES)
def offer_to_waiting(event_id: int) -> None:
    """Offer what came back to those who wait for it."""
    with unit_of_work():
        offer_places(event_id)


@jobs.task(EXPIRE_OFFER)
def expire_waiting_offer(offer_id: int) -> None:
    """Take back places that a group did not take in time; look again later where it still may."""
    with unit_of_work():
        wait = expire_offer(offer_id, clock.now())
        if wait is not None:
            jobs.enqueue(EXPIRE_OFFER, delay=wait, offer_id=offer_id)


@jobs.task(CLOSE_LIST)
def close_waiting_list(ticket_type_id: int) -> None:
    """End a waiting list when its sale is over; look again later where it is not yet."""
    with unit_of_work():
        wait = close_when_over(ticket_type_id, clock.now())
        if wait is not None:
            jobs.enqueue(CLOSE_LIST, delay=wait, ticket_type_id=ticket_type_id)


@jobs.task(MAKE_BADGES, on_given_up=work.give_up, on_retry=work.reopen)
def make_badges(
    work_id: int,
    event_id: int,
    layout: str,
    ticket_type: int | None = None,
    clusters: list[int] | None = None,
) -> None:
    """Draw the badges that somebody waits for, within the fence they asked from."""
    seen = Fence(None if clusters is None else frozenset(clusters))
    from app.core.pdf import render_pdf

    with work.doing(work_id) as report:
        event = get_event_by_id(event_id)
        badges = load_badges(event_id, ticket_type, seen)

        def render(designs: Sequence[Design]) -> bytes:
            colours = [audience.value for audience in Audience]
            page = current_app.jinja_env.get_template("pdf/badges.html")
            with force_locale(LANGUAGES[0]):
                html = page.render(event=event, designs=designs, colours=colours)
            return render_pdf(html, title=event.name, tagged=False)

        made = draw_badges(
            badges, layout=SheetFormat(layout), render=render, title=event.name, report=report
        )
        placed = place_parts((made,), f"badges-{event.slug}.pdf", PDF)
        with unit_of_work():
            work.finish(work_id, store_placed(placed))
