"""Suggested conflicts: noted when jurors are assigned, answered by organisers."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamMember, TeamRole
from app.experts.rules import Employer
from app.juries.models import Assignment, ConflictOfInterest, ConflictSuggestion
from app.juries.queries.questions import load_question
from app.juries.rules.hints import Answer
from app.juries.rules.terms import Terms
from app.juries.services import assigning, conflicts
from app.juries.services.hints import answer_suggestion
from app.juries.services.panel import remove_juror
from app.proposals.models import Proposal
from app.tickets.models import Order, TicketState
from tests.app.juries.scene import make_scene
from tests.app.juries.test_api import bearer
from tests.factories import saved
from tests.factories.events import make_team_member
from tests.factories.experts import make_expert
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.juries import make_assignment, make_suggestion
from tests.factories.tickets import make_ticket, make_ticket_type

URL = "/manage/{}/jury/{}/suggestions/{}"


def once_employed(jurors=2):
    """Make a jury whose first juror worked for who made the first proposal."""
    scene = make_scene(jurors=jurors)
    name = db.session.get(Proposal, scene.proposals[0].id).organisation.name
    employers = (Employer(name.upper(), None, 2001, 2004),)
    make_expert(make_organisation(), scene.jurors[0].person, employers=employers)
    return scene


def detect(scene):
    with unit_of_work():
        return conflicts.detect_conflicts(scene.lead, scene.event.id)


def suggestions():
    return db.session.scalars(select(ConflictSuggestion)).all()


def answer(scene, one, what, actor=None):
    with unit_of_work():
        answer_suggestion(actor or scene.lead, scene.challenge, one.id, what, "I asked her.")


def test_a_past_employer_keeps_the_pair_out_of_assigning_and_hides_nothing(app):
    scene = once_employed()
    done = assigning.assign_now(scene.lead, scene.event, scene.challenge.id, per_proposal=1)
    assert done.outcome["is_feasible"]
    assert [one.juror_id for one in db.session.scalars(select(Assignment))] == [scene.jurors[1].id]
    (one,) = suggestions()
    assert (one.sign, one.evidence, one.state) == ("past_employer", "record", "open")
    assert db.session.scalars(select(ConflictOfInterest)).all() == []


def test_what_was_assigned_before_stays_while_it_is_asked_about(app):
    scene = once_employed()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    detect(scene)
    assert db.session.get(Assignment, assignment.id).recused_at is None
    question = load_question(scene.event.id, scene.challenge.id, Terms(1), 1)
    pair = (scene.jurors[0].id, scene.proposals[0].id)
    assert pair in question.existing
    assert pair not in question.conflicts


def test_a_confirmed_one_is_a_conflict_like_any(app):
    scene = once_employed()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    detect(scene)
    answer(scene, suggestions()[0], Answer.CONFIRM)
    (entry,) = db.session.scalars(select(ConflictOfInterest)).all()
    found = (entry.kind, entry.source, entry.reason)
    assert found == ("past_employer", "confirmed", "I asked her.")
    db.session.expire_all()
    assert db.session.get(Assignment, assignment.id).recused_at is not None
    with pytest.raises(Conflict, match="suggestion_answered"):
        answer(scene, suggestions()[0], Answer.DISMISS)


def test_a_dismissed_one_stays_dismissed(app):
    scene = once_employed()
    detect(scene)
    answer(scene, suggestions()[0], Answer.DISMISS)
    detect(scene)
    (one,) = suggestions()
    assert (one.state, one.answered_by_id) == ("dismissed", scene.organiser.id)
    question = load_question(scene.event.id, scene.challenge.id, Terms(1), 1)
    assert question.conflicts == frozenset()


def test_what_is_certain_is_not_asked(app):
    scene = once_employed()
    make_member(
        db.session.get(Proposal, scene.proposals[0].id).organisation, scene.jurors[0].person
    )
    assert detect(scene) == 1
    assert suggestions() == []


def test_nobody_answers_about_themselves_or_what_is_closed_to_them(app):
    scene = make_scene(proposals=2, jurors=2)
    one = make_suggestion(scene.jurors[0], scene.proposals[0])
    make_team_member(scene.event, scene.jurors[0].person, TeamRole.LEAD)
    with pytest.raises(Forbidden, match="not_about_yourself"):
        answer(scene, one, Answer.DISMISS, scene.juror(0))
    maker = db.session.get(Proposal, scene.proposals[1].id).organisation
    tied = make_member(maker, make_person())
    make_team_member(scene.event, tied, TeamRole.LEAD)
    with pytest.raises(Forbidden, match="closed_to_you"):
        answer(scene, one, Answer.DISMISS, actor_of(tied, maker))


def test_a_suggestion_of_another_challenge_is_not_there(app):
    scene, other = make_scene(), make_scene()
    one = make_suggestion(other.jurors[0], other.proposals[0])
    with pytest.raises(NotFound):
        answer(scene, one, Answer.DISMISS)


def test_a_juror_who_leaves_takes_what_was_asked_with_them(app):
    scene = make_scene()
    make_suggestion(scene.jurors[0], scene.proposals[0])
    with unit_of_work():
        remove_juror(scene.lead, scene.event, scene.jurors[0].id)
    assert suggestions() == []


def test_whoever_runs_the_event_for_the_proposer_is_asked_about(app):
    scene = make_scene()
    juror, proposal = scene.jurors[0], db.session.get(Proposal, scene.proposals[0].id)
    of = {"person_id": juror.person_id, "organisation_id": proposal.organisation_id}
    saved(lambda: TeamMember(event_id=scene.event.id, role=TeamRole.DESK, **of))
    detect(scene)
    assert [one.sign for one in suggestions()] == ["team"]


def own_ticket(scene, **values):
    """Let the first juror register for the event, signed in."""
    person = scene.jurors[0].person
    ticket = make_ticket(make_ticket_type(scene.event), **({"email": person.email} | values))
    with unit_of_work():
        db.session.get(Order, ticket.order_id).person_id = person.id
    return ticket


def test_the_organisation_on_the_jurors_own_ticket_is_asked_about(app):
    scene = make_scene(proposals=2)
    makers = [db.session.get(Proposal, one.id).organisation for one in scene.proposals]
    own_ticket(scene, organisation_id=makers[0].id)
    own_ticket(scene, organisation_name=makers[1].name.upper())
    detect(scene)
    found = {(one.proposal_id, one.sign, one.evidence) for one in suggestions()}
    assert found == {(one.id, "badge", "ticket") for one in scene.proposals}


def test_a_ticket_that_somebody_else_wrote_or_that_is_void_keeps_nobody_away(app):
    scene = make_scene()
    maker = db.session.get(Proposal, scene.proposals[0].id).organisation_id
    make_ticket(
        make_ticket_type(scene.event),
        email=scene.jurors[0].person.email,
        organisation_id=maker,
    )
    own_ticket(scene, organisation_id=maker, email="colleague@example.org")
    own_ticket(scene, organisation_id=maker, state=TicketState.CANCELLED)
    detect(scene)
    assert suggestions() == []


def test_the_page_asks_and_takes_the_answer(app, browser):
    scene = make_scene()
    one = make_suggestion(scene.jurors[0], scene.proposals[0])
    challenge = encode_id(scene.challenge.id)
    board = f"/manage/{scene.event.slug}/jury/{challenge}/assignments"
    url = URL.format(scene.event.slug, challenge, encode_id(one.id))
    browser.sign_in(scene.organiser)
    assert url in browser.get(board).text
    assert "Worked for who proposes" in browser.get(url).text
    assert browser.post(url, {"answer": "dismiss", "reason": ""}).status_code == 422
    sent = browser.post(url, {"answer": "dismiss", "reason": "A summer job."})
    assert (sent.status_code, sent.location) == (302, board)
    page = browser.get(board).text
    assert "A summer job." in page
    assert url not in page


def test_programs_list_and_answer(app, client):
    scene = make_scene()
    one = make_suggestion(scene.jurors[0], scene.proposals[0])
    base = f"/api/v1/challenges/{encode_id(scene.challenge.id)}/conflict-suggestions"
    headers = bearer(scene.organiser)
    (item,) = client.get(base, headers=headers).json["items"]
    assert (item["id"], item["sign"], item["state"]) == (encode_id(one.id), "past_employer", "open")
    url = f"{base}/{item['id']}/answer"
    body = {"answer": "confirm", "reason": "She led it."}
    sent = client.post(url, json=body, headers=headers)
    assert (sent.status_code, sent.json["state"]) == (200, "confirmed")
    assert client.post(url, json=body, headers=headers).status_code == 409
    assert client.get(base, headers=bearer(scene.jurors[0].person)).status_code in (403, 404)
