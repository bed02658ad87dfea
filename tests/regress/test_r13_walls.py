"""R13: what a tied person can fetch is the same bytes whatever was judged of the proposal, by whom.

One world, asked before and after only the jury of one proposal has changed: every GET route of the
URL map that lets somebody in, with its headers. The control takes the wall away and must differ.
"""

import re
import statistics
import sys
import time
from datetime import UTC, datetime

import pytest

from app.core import clock
from app.core.db import db
from app.core.facts import record
from app.core.ids import decode_id
from app.core.uow import unit_of_work
from app.events.rules import TeamRole
from app.identity.models import Person
from app.juries.facts import ScorecardSubmitted
from app.juries.models import Assignment, JudgingRound, Juror, Override, Score, Scorecard
from app.juries.queries import blinding
from app.juries.rules.judging import Outcome, Verdict
from app.juries.rules.roles import JurorRole
from app.juries.services import deciding
from app.proposals.models import Proposal
from app.proposals.queries import wall
from tests.access.asking import Asker, is_refused, questions
from tests.access.world import OWN, make_world
from tests.conftest import IS_LONG
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_member, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard

CHANGING = re.compile(
    rb'nonce="[^"]*"|nonce-[\w+/=-]+|content="[\w.-]{60,}"'
    rb'|name="(?:client_key|csrf_token)" value="[^"]*"|counted on [^<]*'
)
NOT_COMPARED = ("Date", "Set-Cookie", "Content-Length", "ETag")  # the last is of the body
TIED = ("lead", "conflicted", "proposer")
# What is told to everybody once outcomes are told, under a code that only its holder has.
PUBLIC = "/certificates/<code>"
ROOM = "/deliberations/"
JUDGING = re.compile(
    r"jury|judg|overrid|rank|score|decision|outcome|funnel|figures|report|log|mail|compar"
)
TIMED = 1000 if IS_LONG else 30
GAP_MS, SLACK = 5, 4  # thirty rounds on a busy machine say little
STEP = 1 if IS_LONG else 8  # of the routes whose address does not speak of judging


class Judged:
    """The own side of the world with a jury that has begun, and a lead tied to a proposal."""

    def __init__(self, app, *, read_only=True):
        world = make_world()
        self.side = world.sides[OWN]
        names = self.side.names
        self.proposal_id = decode_id(names["proposal_id"])
        self.proposal = db.session.get_one(Proposal, self.proposal_id)
        self.third = make_juror(self.side.event, person_id=make_person(family_name="Third").id)
        self.rival = (
            db.session.query(Proposal)
            .filter(Proposal.challenge_id == self.proposal.challenge_id)
            .filter(Proposal.id != self.proposal_id)
            .one()
        )
        for juror in (self.third, db.session.get_one(Juror, decode_id(names["juror_id"]))):
            make_scorecard(make_assignment(juror, self.rival), 3, 3)
        make_member(self.proposal.organisation, self.side.people["lead"])
        other = make_person(family_name="Untied")
        make_team_member(self.side.event, other, TeamRole.LEAD)
        self.untied = actor_of(other)
        with unit_of_work():
            self.proposal.challenge.phase = "shortlist"
            # A chair may open all that a member may, and more.
            self.seat_of("conflicted").role = JurorRole.CHAIR
        self.asker = Asker(app, world)
        wanted = [one for one in questions(app) if (one.method == "GET") is read_only]
        self.questions = [
            one
            for place, one in enumerate(sorted(wanted, key=str))
            if PUBLIC not in one.rule
            and (not read_only or JUDGING.search(one.rule) or place % STEP == 0)
        ]

    def seat_of(self, role):
        """Return the seat that somebody of the world has on the panel."""
        person_id = self.side.people[role].id
        return db.session.query(Juror).filter(Juror.person_id == person_id).one()

    def judge_otherwise(self):
        """Change all that the jury says of the proposal: the marks, one more juror, a decision."""
        assignment = make_assignment(self.third, self.proposal)
        card = make_scorecard(assignment, 0, 5)
        with unit_of_work():
            others = db.session.query(Score).join(Score.scorecard).join(Scorecard.assignment)
            for score in others.filter(Assignment.proposal_id == self.proposal_id):
                score.value = 5 - (score.value or 0)
            ids = {"juror_id": self.third.id, "proposal_id": self.proposal_id}
            record(
                ScorecardSubmitted(
                    actor_id=self.third.person_id,
                    event_id=self.side.event.id,
                    assignment_id=card.assignment_id,
                    version=1,
                    **ids,
                )
            )
        with unit_of_work():
            db.session.query(Override).filter_by(proposal_id=self.proposal_id).delete()
            verdict = Verdict(Outcome.SHORTLISTED, "Best by far.")
            deciding.record_decision(self.untied, self.proposal_id, verdict)
        db.session.expire_all()

    def rename_jurors(self):
        """Give every juror another name and address."""
        with unit_of_work():
            for number, juror in enumerate(db.session.query(Juror).order_by(Juror.id)):
                person = db.session.get_one(Person, juror.person_id)
                if person.id not in {self.side.people[role].id for role in TIED}:
                    person.given_name = person.family_name = f"Zz{number}"
        db.session.expire_all()

    def blind(self):
        """Hide from the jurors who proposes."""
        with unit_of_work():
            for one in db.session.query(JudgingRound):
                one.blindness = "blind"
        db.session.expire_all()

    def propose_as(self, firm, given, family):
        """Let somebody else be behind the proposal, named wherever authors name themselves."""
        with unit_of_work():
            proposal = db.session.get_one(Proposal, self.proposal_id)
            author = proposal.created_by
            author.given_name, author.family_name = given, family
            author.email = author.email_key = f"{given}@{firm}.example".lower()
            proposal.organisation.name = f"{firm} GmbH"
            proposal.organisation.website = f"https://{firm}.example/"
            proposal.title = f"{firm} listens to the cut"
            proposal.summary = f"{given} {family} of {firm} GmbH says: www.{firm}.example."
            proposal.answers = dict.fromkeys(proposal.answers, f"By {family}.")
            proposal.partners = f"{firm} alone"
        db.session.expire_all()

    def got(self, roles, before=None):
        """Return all that these roles fetch, by role and route; again, only what let them in."""
        found = {}
        for role in roles:
            for question in self.questions:
                key = (role, str(question))
                if before is not None and key not in before:
                    continue
                answer = self.asker.ask(question, role, OWN)
                if not is_refused(answer) or JUDGING.search(question.rule):
                    found[key] = bytes_of(answer)
        return found


def bytes_of(answer):
    headers = [pair for pair in answer.headers if pair[0] not in NOT_COMPARED]
    text = repr(headers).encode() + answer.get_data()
    return answer.status_code, CHANGING.sub(b"", text)


def differing(before, after):
    """Return where two crawls differ, each with the bytes around the first difference."""
    keys = sorted(key for key in before if before[key] != after[key])
    return [(*key, *_apart(before[key], after[key])) for key in keys]


def _apart(one, other):
    if one[0] != other[0]:
        return one[0], other[0]
    pairs = enumerate(zip(one[1], other[1], strict=False))
    at = next((place for place, (a, b) in pairs if a != b), 0)
    return one[1][max(at - 60, 0) : at + 60], other[1][max(at - 60, 0) : at + 60]


@pytest.fixture
def judged(app, monkeypatch):
    instant = datetime.now(UTC).replace(microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: instant)
    return Judged(app)


def test_nothing_tells_the_tied_how_their_proposal_is_judged(judged, say):
    before = judged.got(TIED)
    judged.judge_otherwise()
    after = judged.got(TIED, before)
    found = differing(before, after)
    say(f"R13: {len(before)} answers to tied people compared, {len(found)} differ")
    assert found == []
    judged.rename_jurors()
    # In one room jurors see each other.
    unseen = {
        key: value for key, value in before.items() if key[0] != "lead" and ROOM not in key[1]
    }
    assert differing(unseen, judged.got(TIED[1:], unseen)) == []


def test_a_juror_of_a_blind_round_gets_the_same_whoever_proposes(judged, monkeypatch):
    judged.blind()
    judged.propose_as("Frezmind", "Anna", "Nowak")
    before = judged.got(("juror",))
    judged.propose_as("Akmuo", "Rokas", "Šimkūnas")
    assert differing(before, judged.got(("juror",), before)) == []
    monkeypatch.setattr(blinding, "is_blind", lambda _: False)
    monkeypatch.setattr(Assignment, "read", property(lambda self: self.proposal))
    before = judged.got(("juror",))
    judged.propose_as("Frezmind", "Anna", "Nowak")
    assert len(differing(before, judged.got(("juror",), before))) >= 3


def test_a_judged_proposal_takes_its_time_no_other_than_one_that_is_not(judged, say):
    pages = [one for one in judged.questions if one.endpoint == "juries.view_ranking"]
    idle = _median_ms(judged, pages[0])
    judged.judge_otherwise()
    gap = abs(_median_ms(judged, pages[0]) - idle)
    say(f"R13: median of {TIMED} rankings for the tied {idle:.1f} ms, gap {gap:.2f} ms")
    assert gap <= (GAP_MS if IS_LONG else GAP_MS * SLACK)


def _median_ms(judged, question):
    took = []
    for _ in range(TIMED):
        begun = time.thread_time()
        judged.asker.ask(question, "lead", OWN)
        took.append(time.thread_time() - begun)
    return statistics.median(took) * 1000


def test_without_the_wall_the_same_crawl_finds_the_difference(judged, monkeypatch):
    monkeypatch.setattr(wall, "_finds", lambda *_: False)
    for module in _asking_modules():
        monkeypatch.setattr(module, "closed_to", lambda *_: frozenset())
    before = judged.got(("lead",))
    judged.judge_otherwise()
    differs = differing(before, judged.got(("lead",), before))
    assert len(differs) > 5


def _asking_modules():
    return [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("app.") and "closed_to" in vars(module)
    ]
