"""Inviting, writing to and reporting a cluster's own participants."""

import re

import pytest

from app.core import clock
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import Fence
from app.events.queries import get_event
from app.identity.models import Membership
from app.identity.queries import get_organisation
from app.identity.rules.inviting import INVITATION_LASTS
from app.notifications.models import Delivery
from app.privacy.services import erasing
from app.support import services
from app.support.models import ParticipantInvitation
from app.support.queries import participants as queries
from app.support.queries.figures import report_own
from app.tickets.models import Ticket
from app.tickets.rules.attendees import Attendee
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket
from tests.worker import run_jobs


@pytest.fixture
def scene(app):
    return Scene()


def invite(scene, text, actor=None):
    with unit_of_work():
        found = services.invite_participants(actor or scene.co, get_event("day"), text)
    return [one.result for one in found]


def the_invitation():
    db.session.expire_all()
    return db.session.query(ParticipantInvitation).one()


def register(scene, link, key="k"):
    attendee = Attendee(
        ticket_type=scene.kind.id, given_name="Ewa", email="else@example.org", country="DE"
    )
    with unit_of_work():
        return services.register_invited(ANONYMOUS, link, attendee, client_key=key)


def mails(template):
    run_jobs()
    db.session.expire_all()
    return db.session.query(Delivery).filter(Delivery.template.startswith(template)).all()


def test_each_line_has_its_result_and_nobody_gets_two_mails(scene):
    scene.ticket(scene.beside.id, email="here@example.org")
    scene.ticket(scene.lead_id, email="theirs@example.org")
    first = invite(scene, "a@example.org\nHere@example.org\nnothing\ntheirs@example.org")
    # Whether somebody is another cluster's participant is not told.
    assert first == ["invited", "registered", "invited", "unreadable"]
    assert invite(scene, "A@example.org") == ["waiting"]
    assert sorted(one.recipient for one in mails("participant_invited")) == [
        "a@example.org",
        "theirs@example.org",
    ]


def test_whoever_is_invited_registers_once_under_the_address_and_for_the_cluster(scene):
    invite(scene, "ewa@example.org")
    link = queries.link_of(the_invitation())
    (mail,) = mails("participant_invited")
    assert f"/invited/{link}" in mail.text
    order = register(scene, link)
    (ticket,) = order.tickets
    assert (ticket.email, ticket.supported_by_id) == ("ewa@example.org", scene.beside.id)
    assert ticket.support_reason == "invited"
    assert register(scene, link).id == order.id
    with pytest.raises(NotFound), unit_of_work():
        services.register_invited(
            ANONYMOUS,
            link,
            Attendee(ticket_type=scene.kind.id, given_name="Jan", email="j@example.org"),
            client_key="another",
        )
    db.session.rollback()
    assert db.session.query(Ticket).count() == 1


def test_a_new_link_ends_the_old_one_and_a_withdrawn_one_is_over(scene):
    invite(scene, "ewa@example.org")
    old = queries.link_of(the_invitation())
    with unit_of_work():
        services.resend_invitation(scene.co, get_event("day"), the_invitation().id)
    new = queries.link_of(the_invitation())
    with pytest.raises(NotFound):
        queries.get_by_link(old)
    assert queries.get_by_link(new).email == "ewa@example.org"
    with unit_of_work():
        services.withdraw_invitation(scene.co, get_event("day"), the_invitation().id)
    with pytest.raises(NotFound):
        queries.get_by_link(new)
    with pytest.raises(NotFound), unit_of_work():
        services.withdraw_invitation(scene.co, get_event("day"), the_invitation().id)


def test_an_expired_link_registers_nobody(scene, monkeypatch):
    invite(scene, "ewa@example.org")
    link = queries.link_of(the_invitation())
    later = clock.now() + INVITATION_LASTS
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotFound):
        queries.get_by_link(link)


def test_another_clusters_invitations_are_not_there(scene):
    invite(scene, "theirs@example.org", scene.lead)
    event = get_event("day")
    assert queries.list_invitations(scene.co, event) == []
    with pytest.raises(NotFound), unit_of_work():
        services.withdraw_invitation(scene.co, get_event("day"), the_invitation().id)
    assert len(queries.list_invitations(scene.lead, event)) == 1


def test_a_mailing_reaches_the_clusters_own_people_once_each(scene):
    for email in ("a@example.org", "A@example.org", "b@example.org"):
        scene.ticket(scene.beside.id, email=email)
    scene.ticket(scene.lead_id, email="theirs@example.org")
    text = "Bus at 8\nhttps://example.org"
    with pytest.raises(Conflict), unit_of_work():
        services.send_mailing(scene.co, get_event("day"), subject="Bus", text=text, recipients=3)
    with unit_of_work():
        services.send_mailing(scene.co, get_event("day"), subject="Bus", text=text, recipients=2)
    found = mails("mailing")
    written_to = sorted(one.recipient.casefold() for one in found)
    assert written_to == ["a@example.org", "b@example.org"]
    assert all(
        "> Bus at 8" in one.text and 'href="https://example.org"' not in one.html for one in found
    )
    assert all(one.ticket_id for one in found)


def test_a_cluster_writes_three_times_a_day_and_no_more(scene):
    scene.ticket(scene.beside.id)
    values = {"subject": "Bus", "text": "At 8", "recipients": 1}
    for _ in range(services.MOST_A_DAY):
        with unit_of_work():
            services.send_mailing(scene.co, get_event("day"), **values)
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.send_mailing(scene.co, get_event("day"), **values)
    assert refused.value.code == "written_enough"


def test_the_report_counts_the_clusters_own_people(scene):
    scene.ticket(scene.beside.id, organisation_kind="sme", country="PL")
    scene.ticket(scene.beside.id, organisation_kind="research", country="PL")
    scene.ticket(scene.lead_id)
    report = report_own(get_event("day"), Fence(frozenset({scene.beside.id})))
    assert (report.total.registered, report.total.confirmed, report.total.came) == (2, 0, 0)
    assert [(row.key, row.registered) for row in report.kinds] == [("research", 1), ("sme", 1)]
    assert [(row.key, row.registered) for row in report.regions] == [("PL", 2)]


def test_others_on_the_team_do_none_of_it(scene):
    desk = scene.seat(TeamRole.DESK, scene.beside)
    with pytest.raises(Forbidden), unit_of_work():
        services.invite_participants(desk, get_event("day"), "a@example.org")


def suppress(email):
    with unit_of_work():
        erasing.suppress(email)


def test_whoever_was_erased_is_not_invited_nor_told_from_one_invited_too_often(scene):
    suppress("Gone@example.org")
    assert invite(scene, "gone@example.org\nhere@example.org") == ["held", "invited"]
    for _ in range(services.inviting.MOST_TO_ONE - 1):
        with unit_of_work():
            services.resend_invitation(scene.lead, get_event("day"), the_invitation().id)
    with pytest.raises(Conflict) as refused, unit_of_work():
        services.resend_invitation(scene.lead, get_event("day"), the_invitation().id)
    assert refused.value.code == "address_held"
    assert invite(scene, "gone@example.org\nhere@example.org", scene.lead) == ["held", "held"]
    assert [one.email for one in db.session.query(ParticipantInvitation)] == ["here@example.org"]
    assert {one.recipient for one in mails("participant_invited")} == {"here@example.org"}


def test_an_invitation_on_its_way_ends_when_its_reader_is_erased(scene):
    invite(scene, "gone@example.org")
    suppress("gone@example.org")
    assert mails("participant_invited") == []


def test_a_mailing_reaches_nobody_who_was_erased_unless_they_came_back(scene):
    earlier = clock.now() - INVITATION_LASTS
    scene.ticket(scene.beside.id, email="gone@example.org", created_at=earlier)
    suppress("gone@example.org")
    suppress("back@example.org")
    scene.ticket(scene.beside.id, email="back@example.org")
    with unit_of_work():
        services.send_mailing(scene.co, get_event("day"), subject="Bus", text="8", recipients=2)
    assert [one.recipient for one in mails("mailing")] == ["back@example.org"]


@pytest.fixture
def organiser(scene, client):
    person = scene.person(TeamRole.CO_ORGANISER, get_organisation(scene.beside.id))
    return Browser(client.application).sign_in(person)


def test_the_pages_of_our_participants(scene, organiser, client):
    page = "/manage/day/participants"
    answer = organiser.post(page, {"addresses": "ewa@example.org\nnothing"}, page=page)
    assert ("Invited" in answer.text, "Not an e-mail address" in answer.text) == (True, True)
    link = queries.link_of(the_invitation())
    assert link not in answer.text + organiser.get(page).text
    guest = Browser(client.application)
    form = f"/invited/{link}"
    assert 'value="ewa@example.org"' in guest.get(form).text
    values = {"given_name": "Ewa", "family_name": "Nowak", "email": "other@example.org"}
    sent = guest.post(form, values | {"ticket_type": encode_id(scene.kind.id)}, page=form)
    assert sent.status_code == 302
    assert guest.get(form).status_code == 404
    written = {"subject": "Bus", "text": "At 8"}
    preview = organiser.post(f"{page}/mails", written, page=f"{page}/mails")
    assert "As it will be" in preview.text
    (recipients,) = re.findall(r'name="recipients" value="(\d+)"', preview.text)
    values = written | {"recipients": recipients}
    assert organiser.post(f"{page}/mails/send", values, page=f"{page}/mails").status_code == 302
    assert "Bus" in organiser.get(f"{page}/mails").text
    assert "By kind of organisation" in organiser.get(f"{page}/report").text
    assert organiser.get(f"{page}/report.csv").text.count("\r\n") == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_many(scene, organiser, count_queries, rows):
    invite(scene, "\n".join(f"guest{n}@example.org" for n in range(rows)))
    organiser.get("/manage/day/participants")
    with count_queries:
        organiser.get("/manage/day/participants")
    assert count_queries.count == 6


def test_policy_makers_read_figures_in_which_nobody_can_be_told(scene, client):
    person = make_person()
    saved(lambda: Membership(person_id=person.id, organisation_id=scene.beside.id, role="observer"))
    for number in range(7):
        kind = "sme" if number else "investor"
        make_ticket(
            scene.kind,
            supported_by_id=scene.beside.id,
            organisation_kind=kind,
            country="PL",
            given_name="Zzcanary",
            email=f"zzcanary{number}@example.org",
        )
    observer = Browser(client.application).sign_in(person)
    page = observer.get("/figures")
    assert page.status_code == 302
    text = observer.get(page.headers["Location"]).text
    assert "zzcanary" not in text.lower()
    assert "not shown" in text
    assert observer.get(f"/figures/{encode_id(scene.lead_id)}").status_code == 404
    assert observer.get("/manage/day/tickets/attendees").status_code == 404
