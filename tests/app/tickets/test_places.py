"""Places that tickets share, that one country or cluster has alone, and that forms hold."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock, jobs
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.events.models import EventPartner, TeamRole
from app.events.rules import PartnerRole
from app.tickets import queries, services
from app.tickets.models import Hold, Quota, TicketType
from app.tickets.rules.places import (
    HOLD_LASTS,
    LONGEST_HOLD,
    Limit,
    count_places,
    hold_ends,
    is_within,
    places_of,
)
from app.tickets.services import Attendee
from app.tickets.services.places import RELEASE_HOLD
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_organisation, make_person
from tests.factories.tickets import make_quota, make_ticket_type, quota_of

NOON = clock.now()


def test_a_ticket_takes_a_place_wherever_it_counts():
    hall, greek = Limit(quota_id=1), Limit(quota_id=2, only_country="GR")
    saxon = Limit(quota_id=3, only_cluster_id=7)
    both = Limit(quota_id=4, only_country="GR", only_cluster_id=7)
    limits = [both, saxon, greek, hall]
    assert places_of(limits, "GR", 7) == [1, 2, 3, 4]
    assert places_of(limits, "DE", 7) == [1, 3]
    assert places_of(limits, "GR", 8) == [1, 2]
    assert places_of(limits, "", 8) == [1]


@given(st.lists(st.lists(st.integers(1, 4), unique=True)))
def test_as_many_places_are_counted_as_tickets_take(tickets):
    assert count_places(tickets).total() == sum(map(len, tickets))


@pytest.mark.parametrize(
    ("minutes", "left"), [(0, 15), (5, 15), (30, 15), (31, 14), (44, 1), (45, 0), (60, -15)]
)
def test_who_changes_a_form_keeps_its_places_but_not_for_ever(minutes, left):
    now = NOON + timedelta(minutes=minutes)
    assert hold_ends(NOON, now) - now == timedelta(minutes=left)
    assert LONGEST_HOLD == 3 * HOLD_LASTS


@pytest.mark.parametrize(
    ("count", "fits"), [(0, True), (1, False), (2, True), (4, True), (5, False)]
)
def test_an_order_has_none_of_a_kind_or_a_fitting_number(count, fits):
    assert is_within(count, 2, 4) == fits


@pytest.fixture
def event(app):
    return make_event(slug="day")


def guest(kind: TicketType, **values) -> Attendee:
    return Attendee(
        **({"ticket_type": kind.id, "given_name": "Eglė", "email": "egle@example.org"} | values)
    )


def order(event, *guests, key=None):
    return in_unit_of_work(
        lambda: services.place_order(ANONYMOUS, event, list(guests), client_key=key)
    )


def hold(event, kind, count=1, key="form"):
    wanted = {kind.id: count}
    return in_unit_of_work(lambda: services.hold_places(ANONYMOUS, event, wanted, client_key=key))


def counts(quota_id):
    db.session.rollback()
    quota = db.session.get_one(Quota, quota_id)
    return quota.taken, quota.held, quota.free


def test_kinds_that_share_a_quota_fill_it_together(event):
    hall = make_quota(event, size=2)
    one, other = (make_ticket_type(event, size=9, quotas=[hall]) for _ in range(2))
    order(event, guest(one), guest(other))
    assert counts(hall.id) == (2, 0, 0)
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(one))
    assert counts(hall.id) == (2, 0, 0)


def test_a_country_has_no_more_places_than_its_quota(event):
    greek = make_quota(event, size=1, only_country="GR")
    kind = make_ticket_type(event, size=9, quotas=[greek])
    order(event, guest(kind, country="GR"))
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(kind, country="GR"))
    order(event, guest(kind, country="DE"))
    assert counts(greek.id) == (1, 0, 0)


def test_a_cluster_has_no_more_places_than_its_quota(event):
    cluster = make_organisation(country="GR")
    role = PartnerRole.CO_ORGANISER
    saved(lambda: EventPartner(event_id=event.id, organisation_id=cluster.id, role=role))
    theirs = make_quota(event, size=1, only_cluster_id=cluster.id)
    kind = make_ticket_type(event, size=9, quotas=[theirs])
    order(event, guest(kind, country="GR"))
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(kind, country="GR"))
    assert counts(theirs.id) == (1, 0, 0)


def test_a_cancelled_ticket_gives_back_the_places_that_it_took(event):
    greek = make_quota(event, size=1, only_country="GR")
    kind = make_ticket_type(event, size=9, quotas=[greek])
    (ticket,) = order(event, guest(kind, country="GR")).tickets
    link, key = queries.link_of(ticket), ticket.id
    in_unit_of_work(lambda: services.cancel_by_link(ANONYMOUS, link, key))
    assert counts(greek.id) == (0, 0, 1)


def test_an_order_has_no_more_of_a_kind_than_it_may(event):
    kind = make_ticket_type(event, least=2, most=3)
    for count in (1, 4):
        with pytest.raises(Invalid, match="wrong_number"):
            order(event, *[guest(kind)] * count)
    assert len(order(event, *[guest(kind)] * 2).tickets) == 2


def test_a_held_place_is_nobody_elses_and_the_order_takes_it(event):
    kind = make_ticket_type(event, size=1)
    hold(event, kind)
    assert counts(quota_of(kind)) == (0, 1, 0)
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(kind), key="another form")
    order(event, guest(kind), key="form")
    assert counts(quota_of(kind)) == (1, 0, 0)
    assert db.session.query(Hold).count() == 0


def test_a_hold_follows_what_the_form_says(event):
    small, large = make_ticket_type(event, size=1), make_ticket_type(event, size=5)
    hold(event, small)
    hold(event, large, 3)
    assert (counts(quota_of(small)), counts(quota_of(large))) == ((0, 0, 1), (0, 3, 2))
    with pytest.raises(Conflict, match="sold_out"):
        hold(event, large, 6)
    assert counts(quota_of(large)) == (0, 3, 2)
    order(event, guest(large), key="form")
    assert counts(quota_of(large)) == (1, 0, 4)


def test_what_is_left_goes_back_at_once(event):
    kind = make_ticket_type(event, size=5)
    hold(event, kind, 2)
    for _ in range(2):
        in_unit_of_work(lambda: services.release(ANONYMOUS, event, "form"))
    assert counts(quota_of(kind)) == (0, 0, 5)


def test_what_is_forgotten_goes_back_when_its_time_is_over(event, time_machine):
    kind = make_ticket_type(event, size=5)
    began = clock.now()
    time_machine.move_to(began, tick=False)
    hold(event, kind, 2)
    time_machine.move_to(began + HOLD_LASTS - timedelta(seconds=9), tick=False)
    hold(event, kind, 1)
    time_machine.move_to(began + HOLD_LASTS + timedelta(seconds=1), tick=False)
    look()
    assert counts(quota_of(kind)) == (0, 1, 4)
    time_machine.move_to(began + 2 * HOLD_LASTS, tick=False)
    look()
    assert counts(quota_of(kind)) == (0, 0, 5)


def look():
    """Do what the worker does when it is time to look at a hold."""
    hold_id = db.session.scalars(select(Hold.id)).one()
    jobs.tasks()[RELEASE_HOLD](hold_id=hold_id)


def test_nobody_holds_places_for_ever(event, time_machine):
    kind = make_ticket_type(event, size=5)
    began = clock.now()
    time_machine.move_to(began, tick=False)
    hold(event, kind)
    time_machine.move_to(began + LONGEST_HOLD, tick=False)
    with pytest.raises(Conflict, match="hold_over"):
        hold(event, kind)


def test_a_stranger_with_the_same_key_has_a_hold_of_their_own(event):
    kind = make_ticket_type(event, size=1)
    hold(event, kind)
    actor = actor_of(make_person())
    with pytest.raises(Conflict, match="sold_out"), unit_of_work():
        services.register(actor, event, guest(kind), client_key="form")


def test_only_so_many_of_what_is_on_offer_can_be_held(event):
    kind, hidden = make_ticket_type(event, most=2), make_ticket_type(event, visibility="staff")
    for count in (0, 3, 21):
        with pytest.raises(Invalid):
            hold(event, kind, count)
    with pytest.raises(Conflict, match="not_on_sale"):
        hold(event, hidden)


def test_places_are_never_fewer_than_are_taken_and_held(event):
    kind = make_ticket_type(event, size=5)
    hold(event, kind, 2)
    lead = make_person()
    make_team_member(event, lead, TeamRole.LEAD)
    quota = queries.get_quota(quota_of(kind), event.id)
    with pytest.raises(Conflict, match="quota_below_taken"), unit_of_work():
        services.resize_quota(actor_of(lead), quota, 1)


def test_a_kind_needs_a_quota_that_counts_everybody(event):
    lead = make_person()
    make_team_member(event, lead, TeamRole.LEAD)
    greek = make_quota(event, only_country="GR")
    kind = make_ticket_type(event)
    for change in (
        lambda: services.add_ticket_type(actor_of(lead), event, name="x", quotas=[greek.id]),
        lambda: services.edit_ticket_type(actor_of(lead), kind, quotas=[greek.id]),
        lambda: services.edit_ticket_type(actor_of(lead), kind, quotas=[]),
    ):
        with pytest.raises(Invalid, match="quota_for_all_needed"), unit_of_work():
            change()


def test_organisers_share_places_between_kinds_on_their_pages(event, browser):
    lead = make_person()
    make_team_member(event, lead, TeamRole.LEAD)
    browser.sign_in(lead)
    sent = {"name": "Places for Greece", "size": "7", "only_country": "GR"}
    assert browser.post("/manage/day/tickets/places/new", sent).status_code == 302
    greek = db.session.query(Quota).one()
    new = {"name": "SME", "size": "40", "quotas": encode_id(greek.id), "most": "3"}
    assert browser.post("/manage/day/tickets/types/new", new).status_code == 302
    page = browser.get("/manage/day/tickets").text
    assert "Only for people from Greece" in page
    assert "0 taken, 7 free" in page
    kind = db.session.query(TicketType).one()
    assert (kind.most, sorted(one.size for one in kind.quotas)) == (3, [7, 40])
    form = browser.get(f"/manage/day/tickets/types/{encode_id(kind.id)}").text
    assert form.count(f'value="{encode_id(greek.id)}" checked') == 1


def test_the_form_has_its_place_held(event, browser):
    kind = make_ticket_type(event, size=1)
    sent = {"client_key": "key", "ticket_type": encode_id(kind.id)}
    held = browser.post("/e/day/register/hold", sent, page="/e/day/register")
    assert held.json == {"minutes": 15}
    assert counts(quota_of(kind)) == (0, 1, 0)
    other = sent | {"client_key": "another"}
    by_script = {"X-Requested-With": "hold"}
    refused = browser.post("/e/day/register/hold", other, page="/sign-in", headers=by_script)
    assert (refused.status_code, refused.json["code"]) == (409, "sold_out")
