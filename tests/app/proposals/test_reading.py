"""Everybody but the authors reads what was handed in last, and nothing that came after it."""

import json

import pytest
import time_machine
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.content import CheckedFile
from app.core.db import db
from app.core.files import place
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Organisation, OrganisationKind
from app.identity.queries import actor_for
from app.proposals.models import Proposal
from app.proposals.services import judging, submitting, writing
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_organisation, make_person
from tests.factories.juries import make_assignment, make_juror
from tests.factories.proposals import make_proposal

PICTURE = b"\x89PNG\r\n\x1a\n"
LATER = {
    "title": "Unsent title",
    "summary": "Unsent summary",
    "trl": 9,
    "partners": "Unsent partner",
    "partner_countries": ["LT"],
    "has_research_partner": True,
    "video": "https://unsent.example/film.mp4",
    "answers": {"solution": "Unsent answer"},
}
UNSENT = ("Unsent", "unsent", "TRL 9", '"trl":9', "Moved away", "Version 1")


class Scene:
    """A proposal handed in twice and then changed, with the people around it."""

    def __init__(self):
        self.event = make_event(slug="day")
        self.challenge = make_challenge(self.event, who_may_apply=["sme"], countries=["DE"])
        organisation = make_organisation(name="Handed in by", country="DE").id
        self.proposal = make_proposal(
            self.challenge, organisation_id=organisation, title="First title", trl=4
        )
        self.author = self.proposal.created_by
        self.owner = self.challenge.created_by
        self.organiser = make_person()
        make_team_member(self.event, self.organiser)
        actor = actor_for(self.author)
        dropped = self.add(actor, "dropped.png")
        self.submit(actor)
        self.change(actor, {"title": "Sent title", "trl": 6})
        self.remove(actor, dropped)
        sent = self.add(actor, "sent.png")
        self.submit(actor)
        self.change(actor, LATER)
        self.remove(actor, sent)
        unsent = self.add(actor, "unsent.png")
        self.files = {"dropped": dropped, "sent": sent, "unsent": unsent}
        with unit_of_work():
            moved = db.session.get_one(Organisation, organisation)
            moved.kind, moved.country, moved.name = OrganisationKind.RESEARCH, "LT", "Moved away"

    def add(self, actor, name):
        file = place(CheckedFile(PICTURE + name.encode(), name, "image/png"))
        with unit_of_work():
            return writing.add_file(actor, self.proposal.id, file).file_id

    def remove(self, actor, file_id):
        with unit_of_work():
            writing.remove_file(actor, self.proposal.id, file_id)

    def submit(self, actor):
        with unit_of_work():
            submitting.submit_proposal(actor, self.proposal.id)

    def change(self, actor, values):
        with unit_of_work():
            version = db.session.get_one(Proposal, self.proposal.id).version
            writing.save_proposal(actor, self.proposal.id, version=version, values=values)

    def path(self, rest=""):
        return f"/proposals/{encode_id(self.proposal.id)}{rest}"

    def file_statuses(self, get, start=""):
        path = start + self.path("/files/")
        return {name: get(path + encode_id(key)).status_code for name, key in self.files.items()}


@pytest.fixture
def scene(app):
    return Scene()


PAGES = ("", "/receipt", "/receipt/2.json")
ONLY_SENT = {"dropped": 404, "sent": 200, "unsent": 404}


def found_in(text):
    return [words for words in UNSENT if words in text]


def test_organisers_read_what_was_handed_in_on_every_page(browser, scene):
    browser.sign_in(scene.organiser)
    manage = "/manage/day/proposals"
    paths = [scene.path(rest) for rest in PAGES]
    paths += [manage, f"{manage}/{encode_id(scene.proposal.id)}/screen"]
    answers = {path: browser.get(path) for path in paths}
    assert {one.status_code for one in answers.values()} == {200}
    assert {path: found_in(one.text) for path, one in answers.items() if found_in(one.text)} == {}
    for path in (scene.path(), manage, paths[-1]):
        assert "Sent title" in answers[path].text
        assert "Handed in by" in answers[path].text
    assert "sent.png" in answers[scene.path()].text
    assert "Defrost only" in answers[scene.path()].text
    assert browser.get(scene.path("/receipt/1.json")).status_code == 404
    assert scene.file_statuses(browser.get) == ONLY_SENT


def test_organisers_read_the_same_when_it_was_withdrawn(browser, scene):
    with unit_of_work():
        submitting.withdraw_proposal(actor_for(scene.author), scene.proposal.id, "No staff")
    browser.sign_in(scene.organiser)
    text = browser.get(scene.path()).text
    assert ("Sent title" in text, found_in(text)) == (True, [])
    kept = db.session.scalars(select(AuditEntry).where(AuditEntry.name == "ProposalWithdrawn"))
    assert [set(one.payload) for one in kept] == [{"proposal_id", "challenge_id"}]


def test_challenge_owners_read_what_was_handed_in(browser, scene):
    browser.sign_in(scene.owner)
    with time_machine.travel(deadline_of(scene.challenge), tick=False):
        texts = [browser.get(scene.path(rest)).text for rest in PAGES]
        assert "Sent title" in texts[0]
        assert [found_in(text) for text in texts] == [[], [], []]
        assert scene.file_statuses(browser.get) == ONLY_SENT


def test_programs_of_organisers_get_what_was_handed_in(client, scene):
    headers = {"Authorization": f"Bearer {make_api_token(scene.organiser)}"}

    def get(path):
        return client.get(path, headers=headers)

    whole = get("/api/v1" + scene.path())
    assert (whole.json["title"], whole.json["trl"]) == ("Sent title", 6)
    assert [one["name"] for one in whole.json["files"]] == ["sent.png"]
    assert (whole.json["version"], whole.json["saved_at"]) == (None, None)
    assert whole.json["organisation"]["country"] == "DE"
    listed, receipt = get("/api/v1/events/day/proposals"), get(f"/api/v1{scene.path('/receipt')}")
    assert [one["title"] for one in listed.json["items"]] == ["Sent title"]
    assert receipt.json["number"] == 2
    assert [found_in(one.text) for one in (whole, listed, receipt)] == [[], [], []]
    assert scene.file_statuses(get, "/api/v1") == ONLY_SENT


def test_authors_read_what_they_wrote(browser, client, scene):
    browser.sign_in(scene.author)
    assert "Unsent title" in browser.get(scene.path()).text
    assert "Version 1" in browser.get(scene.path("/receipt")).text
    assert browser.get(scene.path("/receipt/1.json")).json["title"] == "First title"
    assert set(scene.file_statuses(browser.get).values()) == {200}
    headers = {"Authorization": f"Bearer {make_api_token(scene.author)}"}
    assert client.get("/api/v1" + scene.path(), headers=headers).json["title"] == "Unsent title"


def test_jurors_read_what_was_handed_in(browser, scene):
    juror = make_juror(scene.event)
    with time_machine.travel(deadline_of(scene.challenge), tick=False):
        with unit_of_work():
            judging.screen_proposal(actor_for(scene.organiser), scene.proposal.id, "eligible")
        assignment = make_assignment(juror, db.session.get_one(Proposal, scene.proposal.id))
        browser.sign_in(juror.person)
        text = browser.get(f"/jury/{encode_id(assignment.id)}").text
    assert "Sent title" in text
    assert "sent.png" in text
    assert [words for words in found_in(text) if words != "Moved away"] == []


def test_conditions_are_checked_on_what_was_handed_in(browser, scene):
    """A move to another country, or another kind, after handing in changes nothing."""
    browser.sign_in(scene.organiser)
    screen = f"/manage/day/proposals/{encode_id(scene.proposal.id)}/screen"
    text = browser.get(screen).text
    assert text.count("As declared: yes") == 3  # its kind, its country and its maturity
    assert "As declared: no" not in text
    assert "Germany" in text
    browser.sign_in(scene.author)
    assert "is not among those who may apply" in browser.get(scene.path()).text  # if sent again
    with time_machine.travel(deadline_of(scene.challenge), tick=False):
        assert "Your kind of organisation may apply" in browser.get(scene.path()).text


def test_the_download_holds_what_the_organisation_was(browser, scene):
    browser.sign_in(scene.author)
    content = json.loads(browser.get(scene.path("/receipt/2.json")).data)
    assert content["organisation"] == {
        "id": scene.proposal.organisation_id,
        "name": "Handed in by",
        "kind": "sme",
        "country": "DE",
        "size_class": None,
    }
