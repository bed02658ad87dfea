"""Letters about the waiting list."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.facts import subscribe
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.tickets.facts import OfferExpired, PlacesOffered, WaitingListJoined, WaitingRemoved
from app.tickets.queries.waiting import Place, get_entry, place_of
from app.web.i18n import format_instant


@subscribe(WaitingListJoined)
def confirm_waiting(fact: WaitingListJoined) -> None:
    """Say that somebody is on the list, with the secret address of their place."""
    place = _place(fact.entry_id)
    post(fact, _reader(place), lambda reader: _joined(reader, place))


@subscribe(PlacesOffered)
def send_offer(fact: PlacesOffered) -> None:
    """Offer places to somebody who waited."""
    place = _place(fact.entry_id)
    if place.offer is not None and place.offer.id == fact.offer_id:
        post(fact, _reader(place), lambda reader: _offered(reader, place))


@subscribe(OfferExpired)
def tell_expiry(fact: OfferExpired) -> None:
    """Say that places were not taken in time."""
    place = _place(fact.entry_id)
    post(fact, _reader(place), lambda reader: _expired(reader, place))


@subscribe(WaitingRemoved)
def tell_removal(fact: WaitingRemoved) -> None:
    """Say that an organiser took somebody off the list, and why."""
    place = _place(fact.entry_id)
    post(fact, _reader(place), lambda reader: _removed(reader, place))


def _place(entry_id: int) -> Place:
    return place_of(get_entry(entry_id))


def _reader(place: Place) -> Reader:
    return Reader.at(place.entry.email, place.entry.name)


def _joined(reader: Reader, place: Place) -> Letter:
    event = place.entry.event
    return Letter(
        kind="waiting_joined",
        subject=_("You are on the waiting list of %(event)s", event=inert(event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "All places are taken. When some come back, those who came first are asked first, "
                "and you get a mail with an offer."
            ),
        ),
        details=_details(place),
        button=(_("Look at your place"), _link(place)),
        after=(_("The same page lets you leave the list."),),
    )


def _offered(reader: Reader, place: Place) -> Letter:
    event, offer = place.entry.event, place.offer
    until = format_instant(offer.expires_at, event.timezone) if offer else ""
    return Letter(
        kind="waiting_offered",
        subject=_("There is a place for you at %(event)s", event=inert(event.name)),
        greeting=greeting(reader),
        paragraphs=(
            ngettext(
                "A place is kept for you until %(when)s. Register until then, or somebody else "
                "is asked.",
                "%(num)s places are kept for you until %(when)s. Register until then, or somebody "
                "else is asked.",
                place.entry.places,
                when=until,
            ),
        ),
        details=_details(place),
        button=(_("Take the offer"), _link(place)),
        after=(_("If you cannot come any more, say so on that page: somebody else waits."),),
    )


def _expired(reader: Reader, place: Place) -> Letter:
    return Letter(
        kind="waiting_expired",
        subject=_("Your offer for %(event)s is over", event=inert(place.entry.event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The places were not taken in time, so somebody else was asked. You can join the "
                "waiting list again."
            ),
        ),
        details=_details(place),
        button=(_("Look at the tickets"), address(f"/e/{place.entry.event.slug}/register")),
    )


def _removed(reader: Reader, place: Place) -> Letter:
    event = place.entry.event
    return Letter(
        kind="waiting_removed",
        subject=_("You are no longer on the waiting list of %(event)s", event=inert(event.name)),
        greeting=greeting(reader),
        paragraphs=(
            _("The organiser took you off the waiting list. The reason:"),
            inert(place.entry.removed_for),
        ),
        details=_details(place),
        button=(_("Look at the event"), address(f"/e/{event.slug}")),
    )


def _details(place: Place) -> tuple[tuple[str, str], ...]:
    entry = place.entry
    people = (_("People"), str(entry.places))
    return (*when_and_where(entry.event), (_("Ticket"), inert(entry.ticket_type.name)), people)


def _link(place: Place) -> str:
    return address(f"/waiting-list/{place.link}")
