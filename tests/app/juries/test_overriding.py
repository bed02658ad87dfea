"""One scene in which the lead prefers the second of a ranking, at every door."""

import re

import pytest

from app.challenges.models import Challenge
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.deliberation.queries.minutes import compose
from app.deliberation.services import rooms
from app.events.models import TeamRole
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.models import ConflictOfInterest, Decision, Override, Rubric
from app.juries.queries.overriding import list_to_sign
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding, overriding
from app.proposals.models import Proposal
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.events import make_team_member
from tests.factories.identity import make_api_token, make_member, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard

YES = Verdict(Outcome.SELECTED, "The only one with a pilot site.")
NO = Verdict(Outcome.NOT_SELECTED, "No site.", "Find a site.")
WHY = "The first has lost its site since."


def do(service, *args, **more):
    with unit_of_work():
        return service(*args, **more)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def bearer(person):
    return {"Authorization": f"Bearer {make_api_token(person)}"}


@pytest.fixture
def scene(app):
    """A is ranked before B, and was not selected."""
    scene = make_scene(proposals=2, jurors=2)
    for proposal, level in zip(scene.proposals, (5, 3), strict=True):
        make_scorecard(make_assignment(scene.jurors[0], proposal), level, level)
    do(deciding.record_decision, scene.lead, scene.proposals[0].id, NO)
    return scene


@pytest.fixture
def asked(scene):
    return do(overriding.ask_override, scene.lead, scene.proposals[1].id, YES, grounds=WHY).id


def tie(scene, number):
    key = {"juror_id": scene.jurors[number].id, "proposal_id": scene.proposals[0].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", reason="My son.", **key))


def test_an_outcome_that_departs_is_refused_without_grounds(scene):
    lead, second = scene.lead, scene.proposals[1].id
    with pytest.raises(Invalid) as refused:
        do(deciding.record_decision, lead, second, YES)
    assert (refused.value.code, refused.value.field) == ("departs_from_ranking", "grounds")
    with pytest.raises(Invalid, match="override_grounds_missing"):
        do(overriding.ask_override, lead, second, YES, grounds=" ")
    with pytest.raises(Invalid, match="override_not_needed"):
        do(overriding.ask_override, lead, second, NO, grounds=WHY)
    do(deciding.record_decision, lead, second, NO)
    with pytest.raises(Invalid, match="departs_from_ranking"):
        do(deciding.change_decision, lead, second, YES, version=1, change_reason="Better.")


def test_nothing_counts_and_nobody_is_told_until_another_signs(scene, asked):
    second = scene.proposals[1].id
    assert db.session.get_one(Proposal, second).state == "eligible"
    one = db.session.get_one(Override, asked)
    assert (one.rank, one.passed) == (2, [encode_id(scene.proposals[0].id)])
    for late in (
        lambda: do(deciding.record_decision, scene.lead, second, NO),
        lambda: do(overriding.ask_override, scene.lead, second, YES, grounds=WHY),
    ):
        with pytest.raises(Conflict, match="override_open"):
            late()
    with pytest.raises(Forbidden, match="override_not_yours"):
        do(overriding.sign_override, scene.lead, asked, version=1)
    do(overriding.sign_override, scene.juror(1), asked, version=1)
    decision = db.session.query(Decision).filter_by(proposal_id=second).one()
    assert (decision.outcome, decision.decided_by_id) == ("selected", scene.organiser.id)
    one = db.session.get_one(Override, asked)
    assert (one.signed_by_id, one.version) == (scene.jurors[1].person_id, 2)
    assert db.session.get_one(Proposal, second).state == "selected"
    with pytest.raises(Conflict, match="override_changed"):
        do(overriding.withdraw_override, scene.lead, asked, version=2)
    assert len(do(deciding.tell_everyone, scene.lead, scene.challenge.id)) == 2
    names = [row.name for row in db.session.query(AuditEntry) if row.name.startswith("Overr")]
    assert names == ["OverrideAsked", "OverrideSigned"]


def test_a_change_waits_too_and_nobody_is_told_meanwhile(scene):
    second = scene.proposals[1].id
    do(deciding.record_decision, scene.lead, second, NO)
    how = {"grounds": WHY, "version": 1, "change_reason": "The site was lost."}
    asked = do(overriding.ask_override, scene.lead, second, YES, **how).id
    with pytest.raises(Conflict, match="override_open"):
        do(deciding.tell_everyone, scene.lead, scene.challenge.id)
    do(overriding.sign_override, scene.juror(0), asked, version=1)
    decision = db.session.query(Decision).filter_by(proposal_id=second).one()
    assert (decision.outcome, decision.version) == ("selected", 2)
    assert decision.earlier[0]["change_reason"] == "The site was lost."


def test_who_may_sign(scene, asked):
    """Another lead, chair and members; no trainee, no secretary, nobody tied, no co-organiser."""
    other = make_person()
    make_team_member(scene.event, other, TeamRole.LEAD)
    helper = make_person()
    make_team_member(scene.event, helper, TeamRole.CO_ORGANISER)
    away = make_juror(scene.event, is_limited=True)
    others = {
        role: make_juror(scene.event, role=role) for role in ("chair", "trainee", "secretary")
    }
    tie(scene, 1)
    people = {role: juror.person_id for role, juror in others.items()}
    people |= {"lead": other.id, "member": scene.jurors[0].person_id, "away": away.person_id}
    people |= {"tied": scene.jurors[1].person_id, "asker": scene.organiser.id, "helper": helper.id}
    found = {
        name: [one.id for one in list_to_sign(actor_for(db.session.get_one(Person, key)))]
        for name, key in people.items()
    }
    assert {name for name, waiting in found.items() if waiting == [asked]} == {
        *("lead", "chair", "member")
    }
    for name in ("tied", "trainee", "secretary", "away", "helper"):
        actor = actor_for(db.session.get_one(Person, people[name]))
        with pytest.raises((NotFound, Forbidden)):
            do(overriding.sign_override, actor, asked, version=1)
    assert db.session.get_one(Override, asked).is_open


def test_whoever_becomes_tied_neither_asks_nor_keeps_asking(scene, asked):
    make_member(db.session.get_one(Proposal, scene.proposals[0].id).organisation, scene.organiser)
    with pytest.raises(Conflict, match="override_asker_tied"):
        do(overriding.sign_override, scene.juror(1), asked, version=1)
    lead = actor_for(db.session.get_one(Person, scene.organiser.id))
    with pytest.raises(NotFound):
        do(overriding.withdraw_override, lead, asked, version=1)
    with pytest.raises(Forbidden, match="closed_to_you"):
        do(overriding.ask_override, lead, scene.proposals[1].id, YES, grounds=WHY)


def test_what_was_withdrawn_can_be_asked_for_again(scene, asked):
    with pytest.raises(Forbidden):
        do(overriding.withdraw_override, scene.juror(1), asked, version=1)
    do(overriding.withdraw_override, scene.lead, asked, version=1)
    with pytest.raises(Conflict, match="override_changed"):
        do(overriding.sign_override, scene.juror(1), asked, version=2)
    again = do(overriding.ask_override, scene.lead, scene.proposals[1].id, YES, grounds=WHY)
    assert again.id != asked


def test_a_proposal_below_a_threshold_ends_the_judging_as_it_is_asked_for(app):
    scene = make_scene(proposals=1)
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 1, 1)
    with unit_of_work():
        rubric = db.session.query(Rubric).one()
        rubric.content = rubric.content | {"total": 60}
    with pytest.raises(Invalid, match="departs_from_ranking"):
        do(deciding.record_decision, scene.lead, scene.proposals[0].id, YES)
    do(overriding.ask_override, scene.lead, scene.proposals[0].id, YES, grounds=WHY)
    assert db.session.get_one(Challenge, scene.challenge.id).phase == "decision"


def test_the_pages_say_why_and_take_both_signatures(scene, browser):
    here = f"/manage/{scene.event.slug}/jury/{encode_id(scene.challenge.id)}"
    one = f"{here}/{encode_id(scene.proposals[1].id)}"
    browser.sign_in(scene.organiser)
    assert "It is out of order with “Proposal A”." in words(browser.get(one))
    sent = {"version": "0", "outcome": "selected", "reason": "It has a site."}
    refused = browser.post(one, sent)
    assert (refused.status_code, "somebody else has signed it" in words(refused)) == (422, True)
    taken = browser.post(one, sent | {"grounds": WHY})
    assert taken.status_code == 302
    assert "somebody else signs" in words(browser.get(taken.location))
    assert "An outcome waits for a second signature" in words(browser.get(here))
    assert "Read and sign" in words(browser.get(one))
    browser.sign_in(scene.jurors[1].person)
    assert taken.location in browser.get("/home").text
    signed = browser.post(f"{taken.location}/sign", {"version": "1"}, page=taken.location)
    assert "Two people signed" in words(browser.get(signed.location))


def test_programs_ask_sign_and_withdraw(scene, client):
    lead, juror = bearer(scene.organiser), bearer(scene.jurors[1].person)
    path = f"/api/v1/proposals/{encode_id(scene.proposals[1].id)}"
    body = {"outcome": "selected", "reason": "It has a site."}
    refused = client.post(f"{path}/decision", json=body, headers=lead)
    assert (refused.status_code, refused.json["code"]) == (422, "departs_from_ranking")
    asked = client.post(f"{path}/override", json=body | {"grounds": WHY}, headers=lead)
    assert (asked.status_code, asked.json["rank"], asked.json["signed_by"]) == (201, 2, None)
    waiting = client.get("/api/v1/overrides", headers=juror).json["items"]
    assert waiting == [asked.json]
    one = f"/api/v1/overrides/{asked.json['id']}"
    assert client.get(one, headers=juror).json["grounds"] == WHY
    signed = client.post(f"{one}/signature", json={"version": 1}, headers=juror)
    assert (signed.status_code, signed.json["signed_by"]) == (200, "Juror No 2")
    late = client.post(f"{one}/withdrawal", json={"version": 2}, headers=lead)
    assert late.json["code"] == "override_changed"
    listed = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/overrides"
    assert len(client.get(listed, headers=lead).json["items"]) == 1


def test_the_minutes_name_both_who_signed(scene, asked):
    do(overriding.sign_override, scene.juror(1), asked, version=1)
    room = do(rooms.open_room, scene.lead, scene.challenge.id)
    (said,) = compose(room)["overrides"]
    assert (said["title"], said["rank"], said["grounds"]) == ("Proposal B", 2, WHY)
    assert (said["asked_by"], said["signed_by"]) == ("Lena Vogt", "Juror No 2")
