"""Screening by the checklist, what contradicts it, and the right of reply."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.challenges.services.moving import move_challenge
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.notifications.models import Delivery
from app.proposals.services.judging import screen_proposal
from app.selection.queries.screening import find_finding, read_checklist
from app.selection.rules.screening import (
    ReplyState,
    contradiction,
    reply_state,
    size_verdict,
)
from app.selection.services.screening import (
    arrange_screening,
    confirm_finding,
    reply_to_finding,
    save_checklist,
)
from challenges.lifecycle import ProposalState
from tests.api.program import Program
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.proposals import make_submitted_proposal
from tests.worker import run_jobs

IN, OUT = ProposalState.ELIGIBLE, ProposalState.INELIGIBLE


@pytest.mark.parametrize(
    ("said", "target", "reason", "code"),
    [
        ("", IN, "", None),
        ("", OUT, "Late", None),
        ("yes yes", IN, "", None),
        ("yes no", IN, "All the same", "checklist_says_no"),
        ("yes unclear", IN, " ", "checklist_unclear"),
        ("yes unclear", IN, "It declared so by mail", None),
        ("yes unclear", OUT, "Late", "checklist_names_no_ground"),
        ("unclear no", OUT, "Late", None),
    ],
)
def test_what_speaks_against_a_finding(said, target, reason, code):
    verdicts = {str(n): verdict for n, verdict in enumerate(said.split())}
    assert contradiction(verdicts, target, reason) == code


@given(st.dictionaries(st.text(max_size=3), st.sampled_from(["yes", "no", "unclear"])))
def test_a_used_checklist_never_carries_both_findings(verdicts):
    carried = [contradiction(verdicts, target, "Why") is None for target in (IN, OUT)]
    assert sum(carried) == (2 if not verdicts else 1)


def test_a_size_that_nobody_declared_is_unclear():
    found = [size_verdict(one) for one in ("micro", "small", "medium", "large", None)]
    assert found == ["yes", "yes", "yes", "no", "unclear"]


@pytest.mark.parametrize(
    ("outcome", "replied", "days", "state"),
    [
        (None, False, 4.99, ReplyState.OPEN),
        (None, False, 5, ReplyState.LAPSED),
        (None, True, 90, ReplyState.REPLIED),
        ("turned", False, 1, ReplyState.TURNED),
        ("confirmed", True, 9, ReplyState.CONFIRMED),
    ],
)
def test_where_a_reply_stands(outcome, replied, days, state):
    at = clock.now()
    finding = SimpleNamespace(
        outcome=outcome, replied_at=at if replied else None, reply_until=at + timedelta(days=5)
    )
    assert reply_state(finding, at + timedelta(days=days)) is state


class Scene:
    """A closed challenge with one submission, its author, and the lead of the event."""

    def __init__(self) -> None:
        self.event = make_event(slug="day")
        self.lead = make_person(email="lead@example.org")
        make_team_member(self.event, self.lead, TeamRole.LEAD)
        self.challenge = make_challenge(self.event, phase="screening", eligibility="In English")
        self.proposal = make_submitted_proposal(self.challenge)
        self.author = self.proposal.created_by
        self.writer = actor_of(self.author, self.proposal.organisation)

    def screen(self, state: str, reason: str = "") -> None:
        with unit_of_work():
            screen_proposal(actor_of(self.lead), self.proposal.id, state, reason)

    def check(self, **verdicts: str) -> None:
        answers = [{"key": key, "verdict": said} for key, said in verdicts.items()]
        with unit_of_work():
            save_checklist(actor_of(self.lead), self.proposal.id, answers)

    def reply(self, text: str = "We are an SME") -> None:
        with unit_of_work():
            reply_to_finding(self.writer, self.proposal.id, text)

    def move(self, to: str) -> None:
        with unit_of_work():
            move_challenge(actor_of(self.lead), self.challenge.id, to)

    def read(self):
        db.session.expire_all()
        return find_finding(self.proposal.id)

    def path(self, rest: str) -> str:
        return f"/manage/day/proposals/{encode_id(self.proposal.id)}/{rest}"


@pytest.fixture
def scene(app):
    return Scene()


def mails(kind):
    db.session.expire_all()
    return [one.text for one in db.session.query(Delivery).filter_by(template=kind)]


def test_the_checklist_holds_the_conditions_and_the_points_of_the_house(scene):
    with unit_of_work():
        arrange_screening(
            actor_of(scene.lead), scene.event, reply_days=3, points=["Signed", " ", "Signed", "Ok"]
        )
    found = read_checklist(scene.proposal)
    assert [one.key.partition("-")[0] for one in found] == (
        ["kind", "size", "trl", "words", "house", "house"]
    )
    assert [one.text for one in found[4:]] == ["Signed", "Ok"]
    assert [one.suggested for one in found] == ["yes", "unclear", "yes", None, None, None]
    scene.check(**{found[4].key: "unclear"})
    with unit_of_work():
        arrange_screening(actor_of(scene.lead), scene.event, reply_days=3, points=["Ok", "Signed"])
    assert [(one.text, one.verdict) for one in read_checklist(scene.proposal)[4:]] == [
        ("Ok", None),
        ("Signed", "unclear"),
    ]


def test_the_checklist_holds_the_finding_to_its_word(scene):
    scene.check(kind="yes", trl="no")
    with pytest.raises(Conflict, match="checklist_says_no"):
        scene.screen("eligible", "All the same")
    scene.check(trl="yes")
    with pytest.raises(Conflict, match="checklist_names_no_ground"):
        scene.screen("ineligible", "Late")
    scene.screen("eligible")
    with pytest.raises(Invalid, match="no_such_point"):
        scene.check(country="yes")


def test_authors_are_told_reply_and_are_heard_before_anything_is_decided(scene):
    scene.screen("ineligible", "A large company")
    run_jobs()
    assert "reply until" in mails("proposal_ineligible")[0]
    scene.move("jury")
    with pytest.raises(Conflict, match="replies_open"):
        scene.move("decision")
    scene.reply()
    with pytest.raises(Conflict, match="reply_over"):
        scene.reply("Once more")
    with (
        time_machine.travel(clock.now() + timedelta(days=30)),
        pytest.raises(Conflict, match="replies_open"),
    ):
        scene.move("decision")
    run_jobs()
    assert len(mails("finding_replied")) == 1
    with unit_of_work():
        confirm_finding(actor_of(scene.lead), scene.proposal.id, "Its group is large")
    run_jobs()
    assert "Its group is large" in mails("finding_confirmed")[0]
    scene.move("decision")
    assert (scene.read().outcome, scene.read().reply) == ("confirmed", "We are an SME")


def test_a_reply_can_turn_the_finding(scene):
    scene.screen("ineligible", "A large company")
    scene.reply()
    scene.screen("eligible", "It is an SME after all")
    assert (scene.read().outcome, scene.read().answer) == ("turned", "It is an SME after all")
    scene.screen("ineligible", "It was sold meanwhile")
    assert (scene.read().number, scene.read().reply) == (2, None)


def test_the_right_of_reply_ends_when_its_days_are_over(scene):
    scene.screen("ineligible", "A large company")
    until = scene.read().reply_until
    assert until - scene.read().found_at == timedelta(days=5)
    with time_machine.travel(until, tick=False):
        with pytest.raises(Conflict, match="reply_over"):
            scene.reply()
        scene.move("jury")
        scene.move("decision")


def test_nobody_else_replies_or_confirms(scene):
    scene.screen("ineligible", "A large company")
    with pytest.raises(Forbidden), unit_of_work():
        reply_to_finding(actor_of(scene.lead), scene.proposal.id, "For them")
    with pytest.raises(Forbidden), unit_of_work():
        confirm_finding(scene.writer, scene.proposal.id, "Yes")
    stranger = actor_of(make_person())
    with pytest.raises(NotFound), unit_of_work():
        confirm_finding(stranger, scene.proposal.id, "Yes")
    with pytest.raises(Conflict, match="nothing_to_confirm"), unit_of_work():
        confirm_finding(actor_of(scene.lead), scene.proposal.id, "Yes")


def test_of_two_replies_at_once_one_counts(scene, app):
    scene.screen("ineligible", "A large company")
    gate, results = threading.Barrier(2), list[str]()
    author, proposal_id = scene.writer, scene.proposal.id

    def reply(text):
        with app.app_context():
            gate.wait()
            try:
                with unit_of_work():
                    reply_to_finding(author, proposal_id, text)
                results.append("sent")
            except Conflict as error:
                results.append(error.code)

    threads = [threading.Thread(target=reply, args=(text,)) for text in ("One", "Two")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()
    assert sorted(results) == ["reply_over", "sent"]


def test_the_pages_from_the_checklist_to_the_answer(scene, browser):
    browser.sign_in(scene.lead)
    assert browser.post("/manage/day/screening", {"points": "Signed", "reply_days": "2"}).location
    page = browser.get(scene.path("screen")).text
    assert ("Signed" in page, "As declared: yes" in page, "2 days to reply" in page) == (True,) * 3
    sent = {"answers-0-key": "kind", "answers-0-verdict": "no", "answers-0-note": "Zqnote"}
    kept = browser.post(scene.path("screen"), {**sent, "act": "checklist"})
    assert kept.location == scene.path("screen")
    refused = browser.post(scene.path("screen"), {"state": "eligible"})
    assert (refused.status_code, "says no" in refused.text) == (409, True)
    found = {"state": "ineligible", "reason": "No SME"}
    assert browser.post(scene.path("screen"), found).location == "/manage/day/proposals"
    browser.sign_in(scene.author)
    assert "Reply if" in browser.get("/home").text
    own = f"/proposals/{encode_id(scene.proposal.id)}"
    assert "/reply" in browser.get(own).text
    assert "Zqnote" not in browser.get(own).text
    assert browser.post(f"{own}/reply", {"reply": "We are"}).location == own
    assert "have not answered yet" in browser.get(own).text
    browser.sign_in(scene.lead)
    assert "1 reply to a screening waits" in browser.get("/home").text
    assert "We are" in browser.get(scene.path("screen")).text
    assert browser.post(scene.path("confirm"), {"reason": "Too large"}).status_code == 302
    browser.sign_in(scene.author)
    assert "Too large" in browser.get(own).text


def test_programs_screen_by_the_checklist_and_reply(scene, client):
    lead, author = (Program.of(client, one) for one in (scene.lead, scene.author))
    lead.put("/events/day/screening", {"reply_days": 7, "points": ["Signed"]})
    assert lead.get("/events/day/screening") == {"reply_days": 7, "points": ["Signed"]}
    own = f"/proposals/{encode_id(scene.proposal.id)}"
    sent = {"answers": [{"key": "kind", "verdict": "no"}]}
    assert lead.send("PATCH", f"{own}/checklist", json=sent).status_code == 200
    assert lead.get(f"{own}/checklist")["items"][0]["verdict"] == "no"
    assert author.send("GET", f"{own}/checklist").status_code in (403, 404)
    refused = lead.send("POST", f"{own}/screen", json={"state": "eligible"})
    assert (refused.status_code, refused.json["code"]) == (409, "checklist_says_no")
    lead.post(f"{own}/screen", {"state": "ineligible", "reason": "No SME"}, 200)
    assert author.get(f"{own}/finding")["reason"] == "No SME"
    assert author.post(f"{own}/finding/reply", {"reply": "We are"})["reply"] == "We are"
    confirmed = lead.post(f"{own}/finding/confirm", {"reason": "Too large"}, 200)
    assert (confirmed["outcome"], confirmed["answer"]) == ("confirmed", "Too large")
