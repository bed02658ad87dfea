"""Who is linked to the owner's group: found, shown with its evidence, dismissed with a reason."""

import pytest

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.models import OrganisationKind
from app.proposals.models import Submission
from app.proposals.queries import get_submitted
from app.proposals.services.submitting import submit_proposal
from app.selection.models import DismissedLink
from app.selection.queries.links import find_group_links
from app.selection.rules.links import any_stands
from app.selection.services.linking import dismiss_link
from tests.api.program import Program
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal

WEBSITE, EMAIL = "website:thessmet.example", "email:thessmet.example"


class Scene:
    """An owner and an applicant of one group, and the lead of the event."""

    def __init__(self, applicant="https://topli.thessmet.example") -> None:
        self.event = make_event(slug="day")
        self.lead = make_person(email="lead@example.org")
        make_team_member(self.event, self.lead, TeamRole.LEAD)
        self.owner = make_organisation(
            kind=OrganisationKind.LARGE_COMPANY, website="https://www.thessmet.example"
        )
        make_member(self.owner, email="nikos@thessmet.example")
        self.applicant = make_organisation(name="Topli Sistemi", website=applicant)
        self.author = make_member(self.applicant, email="ivo@thessmet.example")
        self.challenge = self.call()
        self.proposal = self.propose(self.challenge)

    def call(self):
        own = {"owner_organisation_id": self.owner.id, "phase": "screening"}
        return make_challenge(self.event, **own)

    def propose(self, challenge, **more):
        own = {"organisation_id": self.applicant.id, "created_by_id": self.author.id}
        return make_submitted_proposal(challenge, **own, **more)

    def links(self, proposal=None):
        return find_group_links(get_submitted(proposal or self.proposal))

    def dismiss(self, key=WEBSITE, *, by=None, proposal=None, **more):
        about = {"organisation_id": self.applicant.id, "key": key, "reason": "Sold in 2022"}
        with unit_of_work():
            asked = (proposal or self.proposal).id
            return dismiss_link(by or actor_of(self.lead), asked, **(about | more))


def keys(links):
    return [(one.key, one.stands) for one in links]


def test_the_records_of_both_are_compared(app):
    scene = Scene()
    assert keys(scene.links()) == [(WEBSITE, True), (EMAIL, True)]
    assert [one.name for one in scene.links()] == ["Topli Sistemi", "Topli Sistemi"]


def test_strangers_have_no_link(app):
    scene = Scene(applicant="https://topli.example")
    other = make_submitted_proposal(scene.challenge)
    assert scene.links(other) == ()
    assert keys(scene.links()) == [(EMAIL, True)]


def test_a_dismissed_link_stays_dismissed_between_the_two_and_is_logged(app):
    scene = Scene()
    scene.dismiss()
    assert keys(scene.links()) == [(EMAIL, True), (WEBSITE, False)]
    assert any_stands(scene.links())
    again = scene.propose(scene.call())
    assert keys(scene.links(again)) == [(EMAIL, True), (WEBSITE, False)]
    scene.dismiss(EMAIL, proposal=again)
    assert not any_stands(scene.links())
    logged = [one for one in db.session.query(AuditEntry) if one.name == "LinkDismissed"]
    assert len(logged) == 2
    assert set(logged[0].payload) >= {"organisation_id", "dismissal_id"}
    assert "Sold" not in str(logged[0].payload)


def test_at_another_event_it_is_looked_into_anew(app):
    scene = Scene()
    scene.dismiss()
    other = make_challenge(
        make_event(slug="other"), owner_organisation_id=scene.owner.id, phase="screening"
    )
    assert (WEBSITE, True) in keys(scene.links(scene.propose(other)))


def test_nothing_is_dismissed_twice_or_that_is_not_there(app):
    scene = Scene()
    scene.dismiss()
    with pytest.raises(Conflict, match="link_dismissed"):
        scene.dismiss()
    with pytest.raises(Invalid, match="no_such_link"):
        scene.dismiss("vat:EL094259216")
    with pytest.raises(Invalid, match="no_such_link"):
        scene.dismiss(organisation_id=scene.owner.id)
    assert db.session.query(DismissedLink).count() == 1


def test_only_who_screens_dismisses(app):
    scene = Scene()
    helper = make_person()
    beside = make_organisation(kind=OrganisationKind.CLUSTER)
    make_team_member(scene.event, helper, TeamRole.CO_ORGANISER, organisation_id=beside.id)
    for who, refusal in (
        (actor_of(scene.author, scene.applicant), Forbidden),
        (actor_of(make_member(scene.owner), scene.owner), Forbidden),
        (actor_of(helper), NotFound),
        (actor_of(make_person()), NotFound),
    ):
        with pytest.raises(refusal):
            scene.dismiss(by=who)
    assert db.session.query(DismissedLink).count() == 0


def hand_in(proposal, author, **said):
    with unit_of_work():
        return submit_proposal(actor_of(author, proposal.organisation), proposal.id, **said)


def test_what_the_applicant_says_is_frozen_and_found(app):
    challenge = make_challenge()
    proposal = make_proposal(challenge)
    author = proposal.created_by
    hand_in(proposal, author)
    assert "owner_link" not in db.session.query(Submission).one().content
    assert find_group_links(get_submitted(proposal)) == ()
    hand_in(proposal, author, owner_link="yes", owner_link_how="They hold 60 %")
    (found,) = find_group_links(get_submitted(proposal))
    assert (found.sign, found.shared) == ("declared", "They hold 60 %")
    hand_in(proposal, author, owner_link="no", owner_link_how="left over")
    assert find_group_links(get_submitted(proposal)) == ()
    last = db.session.query(Submission).order_by(Submission.number.desc()).first()
    assert last.content["owner_link"] == {"linked": "no", "how": ""}
    assert last.number == 3
    with pytest.raises(Invalid, match="owner_link_unsaid"):
        hand_in(proposal, author, owner_link="yes")


def test_a_partner_is_compared_too(app):
    scene = Scene()
    partner = make_organisation(name="Thess Lab", website="https://lab.thessmet.example")
    proposal = get_submitted(make_submitted_proposal(scene.challenge))
    together = [{"organisation": partner.id, "name": "Thess Lab"}, {"organisation": None}]
    object.__setattr__(proposal, "together", together)
    (found,) = find_group_links(proposal)
    assert (found.name, found.is_partner, found.key) == ("Thess Lab", True, WEBSITE)


def test_the_lead_looks_at_the_evidence_and_dismisses(browser):
    scene = Scene()
    browser.sign_in(scene.lead)
    own = f"/manage/day/proposals/{encode_id(scene.proposal.id)}"
    screen = browser.get(f"{own}/screen").text
    assert "Websites at the same domain" in screen
    assert "was not asked whether it belongs" in screen
    about = {"organisation_id": encode_id(scene.applicant.id), "key": WEBSITE}
    refused = browser.post(f"{own}/links", about)
    assert refused.status_code == 422
    assert 'disclosure" open>' in refused.text
    done = browser.post(f"{own}/links", about | {"reason": "Sold in 2022"})
    assert done.status_code == 302
    page = browser.get(f"{own}/links").text
    assert "Sold in 2022" in page
    browser.sign_in(scene.author)
    assert browser.get(f"{own}/links").status_code == 404


def test_a_program_reads_and_dismisses(client):
    scene = Scene()
    program = Program.of(client, scene.lead)
    own = f"/proposals/{encode_id(scene.proposal.id)}/links"
    found = program.get(own)
    assert found["declared"] == ""
    assert [one["key"] for one in found["items"]] == [WEBSITE, EMAIL]
    assert found["items"][0]["reason"] is None
    about = {"organisation_id": encode_id(scene.applicant.id), "key": EMAIL}
    left = program.post(f"{own}/dismiss", about | {"reason": "A shared provider"}, status=200)
    assert [one["reason"] for one in left["items"]] == [None, "A shared provider"]
    author = Program.of(client, scene.author)
    assert author.send("GET", own).status_code == 404


@pytest.mark.parametrize("partners", [0, 3])
def test_it_takes_three_statements_whatever_the_partners(app, count_queries, partners):
    scene = Scene()
    others = [make_organisation() for _ in range(partners)]
    together = [{"organisation": one.id, "name": one.name} for one in others]
    proposal = get_submitted(scene.proposal)
    object.__setattr__(proposal, "together", together)
    with count_queries as counter:
        find_group_links(proposal)
    assert counter.count == 3
