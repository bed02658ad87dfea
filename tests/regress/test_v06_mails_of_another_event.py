"""Row 6 (pretalx 1.0.2): organisers saw every mail to a person, those of other events too."""

import pytest

from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.queries import get_event
from app.identity.queries import get_organisation
from app.tickets.services import hand_over
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.events import make_event
from tests.factories.notifications import make_delivery
from tests.factories.tickets import make_ticket, make_ticket_type


@pytest.fixture
def scene(app):
    """Return a scene where one person comes to two events, for each of which mails went out."""
    scene = Scene()
    scene.mails = {}
    for name, cluster_id in (("ours", scene.beside.id), ("theirs", scene.lead_id)):
        ticket = scene.ticket(cluster_id, email="both@example.org")
        scene.mails[name] = make_delivery(
            scene.event, recipient="both@example.org", subject=f"About {name}", ticket_id=ticket.id
        )
    other = make_event(slug="other")
    there = make_ticket(make_ticket_type(other), email="both@example.org")
    scene.mails["elsewhere"] = make_delivery(
        other, recipient="both@example.org", subject="About elsewhere", ticket_id=there.id
    )
    make_delivery(scene.event, recipient="both@example.org", subject="About a challenge")
    return scene


def shown_to(client, person):
    page = Browser(client.application).sign_in(person).get("/manage/day/mail").text
    words = ("About ours", "About theirs", "About elsewhere", "About a challenge")
    return [one for one in words if one in page]


def test_an_organiser_sees_the_mails_of_their_own_event_only(scene, client):
    lead = scene.person(TeamRole.LEAD, get_organisation(scene.lead_id))
    assert shown_to(client, lead) == ["About ours", "About theirs", "About a challenge"]


def test_a_co_organiser_sees_the_mails_to_its_own_participants_only(scene, client):
    person = scene.person(TeamRole.CO_ORGANISER, get_organisation(scene.beside.id))
    assert shown_to(client, person) == ["About ours"]
    browser = Browser(client.application).sign_in(person)
    for name, status in (("ours", 302), ("theirs", 404), ("elsewhere", 404)):
        path = f"/manage/day/mail/{encode_id(scene.mails[name].id)}/resend"
        assert browser.post(path, page="/manage/day/mail").status_code == status, name


def test_a_mail_changes_hands_with_its_reader(scene, client):
    person = scene.person(TeamRole.CO_ORGANISER, get_organisation(scene.beside.id))
    with unit_of_work():
        hand_over(scene.lead, get_event("day"), [scene.mails["ours"].ticket_id], scene.lead_id)
    assert shown_to(client, person) == []
