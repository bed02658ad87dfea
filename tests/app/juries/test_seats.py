import pytest
from sqlalchemy import select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity.services import accept_by_link, decline_by_link, link_of
from app.juries.models import DeclinedSeat, Juror
from app.juries.queries import briefing, panel
from app.juries.queries.progress import count_sheets
from app.juries.queries.questions import load_question
from app.juries.queries.results import load_results
from app.juries.rules.briefing import READY, TextKind
from app.juries.rules.judging import Invitee
from app.juries.rules.roles import JurorRole, Seat
from app.juries.rules.terms import Terms
from app.juries.services.briefing import write_text
from app.juries.services.panel import change_juror, invite_juror
from app.juries.services.seats import ask_expert, fill_seat
from tests.app.juries.scene import make_scene
from tests.factories.challenges import make_challenge
from tests.factories.experts import make_expert
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.factories.proposals import make_submitted_proposal
from tests.worker import run_jobs


def invite(scene, email="new@juror.example", **values):
    asked = Invitee(email, "Nikos", "Pappas", **values)
    return in_unit_of_work(lambda: invite_juror(scene.lead, scene.event, asked))


def seat(scene, juror, **values):
    event = scene.event
    more = {"organisation": None, "capacity": None, "seat": Seat(**values)}
    return in_unit_of_work(lambda: change_juror(scene.lead, event, juror.id, **more))


def test_whoever_accepts_gets_the_seat_and_confirms_the_terms_that_were_sent(app):
    scene = make_scene(jurors=0)
    person = make_person()
    values = {"role": JurorRole.CHAIR, "challenge_ids": (scene.challenge.id,), "capacity": 5}
    sent = invite(scene, person.email, **values)
    with unit_of_work():
        write_text(scene.lead, scene.event, TextKind.TERMS, text="Other words.", version=1)
    in_unit_of_work(lambda: accept_by_link(actor_of(person), link_of(sent)))
    (juror,) = panel.list_jurors(scene.event)
    assert (juror.role, juror.capacity, juror.challenge_ids) == (
        *("chair", 5),
        [scene.challenge.id],
    )
    assert (juror.terms.version, juror.terms.text) == (1, READY[TextKind.TERMS])
    assert juror.terms_confirmed_at is not None
    assert briefing.text_or_ready(scene.event.id, TextKind.TERMS).text == "Other words."


def test_a_text_is_written_in_place_of_the_one_that_was_read(app):
    scene = make_scene(jurors=0)
    with pytest.raises(Conflict, match="text_changed_meanwhile"), unit_of_work():
        write_text(scene.lead, scene.event, TextKind.BRIEFING, text="Late", version=3)
    for version in (0, 1):
        with unit_of_work():
            words = f"Words {version}"
            write_text(scene.lead, scene.event, TextKind.BRIEFING, text=words, version=version)
    found = briefing.text_or_ready(scene.event.id, TextKind.BRIEFING)
    assert (found.version, found.text) == (2, "Words 1")


def test_one_chair_for_the_event_and_one_for_a_challenge(app):
    scene = make_scene(jurors=4)
    first, second, third, fourth = scene.jurors
    seat(scene, first, role=JurorRole.CHAIR)
    with pytest.raises(Conflict, match="chair_taken"):
        seat(scene, second, role=JurorRole.CHAIR)
    own = (scene.challenge.id,)
    seat(scene, third, role=JurorRole.CHAIR, challenge_ids=own)
    with pytest.raises(Conflict, match="chair_taken"):
        seat(scene, fourth, role=JurorRole.CHAIR, challenge_ids=own)
    with pytest.raises(Invalid, match="challenge_unknown"):
        seat(scene, fourth, challenge_ids=(make_challenge(make_scene().event).id,))


def test_only_those_whose_marks_count_are_given_proposals_and_within_their_limits(app):
    scene = make_scene(proposals=1, jurors=5)
    chair, limited, *others = scene.jurors
    other = make_challenge(scene.event, phase="jury")
    elsewhere = make_submitted_proposal(other, state="eligible")
    seat(scene, chair, role=JurorRole.CHAIR)
    seat(scene, limited, challenge_ids=(scene.challenge.id,))
    for juror, role in zip(others, ("alternate", "trainee", "secretary"), strict=True):
        seat(scene, juror, role=JurorRole(role))
    question = load_question(scene.event.id, None, Terms(1), 1)
    assert {key for key, _room in question.jurors} == {chair.id, limited.id}
    assert question.conflicts == {(limited.id, elsewhere.id)}


def test_the_marks_of_a_trainee_never_count(app):
    scene = make_scene(proposals=1, jurors=2)
    for juror, level in zip(scene.jurors, (4, 0), strict=True):
        make_scorecard(make_assignment(juror, scene.proposals[0]), level, level)
    both = load_results(scene.challenge, ()).rows[0]
    with unit_of_work():
        db.session.get(Juror, scene.jurors[1].id).role = JurorRole.TRAINEE
    alone = load_results(scene.challenge, ()).rows[0]
    found = [(str(one.percent), one.score.count, one.assigned) for one in (both, alone)]
    assert found == [("40.0", 2, 2), ("80.0", 1, 1)]
    assert count_sheets(scene.event, ()) == (1, 1)
    with pytest.raises(Conflict, match="role_not_now"):
        seat(scene, scene.jurors[1], role=JurorRole.MEMBER)


def test_who_declines_says_why_and_the_next_alternate_steps_in_once(app):
    scene = make_scene(jurors=1)
    alternate = make_juror(scene.event, role=JurorRole.ALTERNATE)
    sent = invite(scene)
    with unit_of_work():
        decline_by_link(ANONYMOUS, link_of(sent), reason="On leave.")
    (declined,) = briefing.list_declined(scene.event)
    assert (declined.name, declined.reason, declined.role) == (
        "Nikos Pappas",
        "On leave.",
        "member",
    )
    with unit_of_work():
        fill_seat(scene.lead, scene.event, declined.id)
    db.session.expire_all()
    assert (declined.filled_by_id, db.session.get(Juror, alternate.id).role) == (
        *(alternate.id, "member"),
    )
    run_jobs()
    make_juror(scene.event, role=JurorRole.ALTERNATE)
    declined_id, lead = declined.id, scene.lead
    with pytest.raises(Conflict, match="seat_filled"), unit_of_work():
        fill_seat(lead, scene.event, declined_id)
    other = make_scene(jurors=0)
    with pytest.raises(NotFound), unit_of_work():
        fill_seat(other.lead, other.event, declined_id)


def test_an_expert_of_the_pool_is_asked_by_one_click(app, browser):
    scene = make_scene(jurors=0)
    person = make_person(given_name="Eglė", family_name="Ž")
    profile = make_expert(scene.event.lead_organisation, person, topics=("energy",))
    hidden = make_expert(make_scene().event.lead_organisation)
    browser.sign_in(scene.organiser)
    path = f"/manage/{scene.event.slug}/jury/pool"
    page = browser.get(f"{path}?topic=energy").text
    assert ("Eglė Ž" in page, "On the panel or asked" in page) == (True, False)
    values = {"seat": "alternate"}
    response = browser.post(f"{path}/{encode_id(profile.id)}", values, page=path)
    assert response.status_code == 302
    assert "On the panel or asked" in browser.get(path).text
    with pytest.raises(NotFound), unit_of_work():
        ask_expert(scene.lead, scene.event, hidden.id)


def test_the_mail_s_page_shows_briefing_and_terms_and_takes_the_reason(app, browser):
    scene = make_scene(jurors=0)
    sent = invite(scene, role=JurorRole.TRAINEE)
    path = f"/invitation/{link_of(sent)}"
    page = browser.get(path).text
    for words in ("What awaits you", "My own judgement", "Your seat: Trainee."):
        assert words in page
    browser.post(path, {"answer": "decline", "decline_reason": "No time\x00"}, page=path)
    assert db.session.scalars(select(DeclinedSeat.reason)).all() == [""]
    browser.sign_in(scene.organiser)
    assert "No alternate left" in browser.get(f"/manage/{scene.event.slug}/jury").text


def test_pages_show_the_panel_and_its_texts(app, browser):
    scene = make_scene(jurors=1, theme="energy")
    browser.sign_in(scene.organiser)
    base = f"/manage/{scene.event.slug}/jury"
    glance = browser.get(f"{base}/composition").text
    assert "knows Energy." in glance
    words = {"words": "All of it.", "version": "0"}
    assert browser.post(f"{base}/texts/briefing", words).status_code == 302
    assert browser.post(f"{base}/texts/briefing", words).status_code == 409
    assert "All of it." in browser.get(f"{base}/texts").text


def test_programs_change_seats_and_texts(app, client):
    scene = make_scene(jurors=1)
    juror = scene.jurors[0]
    make_juror(scene.event, role=JurorRole.ALTERNATE)
    headers = {"Authorization": f"Bearer {make_api_token(scene.organiser)}"}
    base = f"/api/v1/events/{scene.event.slug}"
    path = f"{base}/jurors/{encode_id(juror.id)}"
    changed = client.patch(path, json={"seat": "chair", "capacity": 7}, headers=headers)
    assert (changed.status_code, changed.json["seat"], changed.json["capacity"]) == (
        200,
        "chair",
        7,
    )
    words = {"text_kind": "terms", "words": "A", "version": 0}
    terms = client.put(f"{base}/jury/texts", json=words, headers=headers)
    assert (terms.status_code, terms.json["version"]) == (200, 1)
    texts = client.get(f"{base}/jury/texts", headers=headers).json["items"]
    assert [(one["kind"], one["version"]) for one in texts] == [("briefing", 0), ("terms", 1)]
    glance = client.get(f"{base}/jury/composition", headers=headers).json
    assert (glance["jurors"], glance["organisations"]) == (1, {"": 1})
    person = make_person()
    sent = invite(scene, person.email)
    mine = {"Authorization": f"Bearer {make_api_token(person)}"}
    answer = f"/api/v1/me/invitations/{encode_id(sent.id)}/decline"
    said = client.post(answer, json={"decline_reason": "Too busy"}, headers=mine)
    assert said.status_code == 204
    (one,) = client.get(f"{base}/jurors/declined", headers=headers).json["items"]
    assert (one["reason"], one["filled_by_id"]) == ("Too busy", None)
    filled = client.post(f"{base}/jurors/declined/{one['id']}/step-in", json={}, headers=headers)
    assert (filled.status_code, filled.json["seat"]) == (200, "member")
