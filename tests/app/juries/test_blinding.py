"""Blind rounds: jurors read a proposal without what names its authors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db
from app.core.errors import Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity.queries import actor_for, get_person
from app.juries.models import Assignment, JudgingRound
from app.juries.queries import judging
from app.juries.queries.blinding import who_is_behind
from app.juries.rules.blinding import BAR, Behind, find_traces, needles_of, redact, with_words
from app.juries.rules.rounds import Blindness, RoundKind, RoundTerms
from app.juries.services import rounds
from app.proposals.models import Proposal
from tests.api.program import Program
from tests.app.juries.scene import make_scene
from tests.client import Browser
from tests.factories.juries import make_assignment

FIRM = Behind(
    organisations=("Spanwerk Analytics GmbH", "Šaltis AI UAB"),
    people=(("Jürgen", "Ostermann"), ("Li", "Wu")),
    others=("spanwerk.example", "DE123456789"),
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        ("A kit for chips", "A kit for chips"),
        ("Spanwerk Analytics GmbH makes it", f"{BAR} makes it"),
        ("SPANWERK-Analytics makes it", f"{BAR} makes it"),
        ("Our Spanwerk kit", f"Our {BAR} kit"),
        ("Analytics for all", "Analytics for all"),
        ("saltis ai measures", f"{BAR} measures"),
        ("Ask Juergen? No, Jürgen Ostermann.", f"Ask Juergen? No, {BAR}."),
        ("by OSTERMANN", f"by {BAR}"),
        ("Li Wu and the Wu method", f"{BAR} and the Wu method"),
        ("see https://spanwerk.example/kit now", f"see {BAR} now"),
        ("mail info@other.example or +49 351 123456", f"mail {BAR} or {BAR}"),
        ("VAT DE123456789", f"VAT {BAR}"),
        ("Spanwerk", BAR),
    ],
)
def test_what_names_the_authors_is_barred(text, read):
    assert redact(text, needles_of(FIRM)) == read


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_bar_hides_the_name_wherever_it_stands(before, after):
    needles = needles_of(FIRM)
    said = redact(f"{before} Spanwerk Analytics {after}", needles)
    assert "spanwerk" not in said.casefold()
    assert redact(said, needles) == said


def test_words_of_an_organiser_are_barred_too():
    assert redact("The blue box", needles_of(with_words(FIRM, ["blue box"]))) == f"The {BAR}"


def test_each_trace_says_where_it_stands():
    parts = {"title": "Spanwerk kit", "summary": "Nothing here", "need": "Ask Ostermann first"}
    found = find_traces(parts, FIRM)
    assert [(one.part, one.words, one.place) for one in found] == [
        ("title", "Spanwerk", "Spanwerk kit"),
        ("need", "Ostermann", "Ask Ostermann first"),
    ]


def blind_scene(blindness="blind"):
    """Make a juror with one proposal to judge in a round of this blindness."""
    scene = make_scene()
    with unit_of_work():
        proposal = db.session.get_one(Proposal, scene.proposals[0].id)
        proposal.organisation.name = "Frezmind Sp. z o.o."
        proposal.title = "Frezmind listens to the cut"
        proposal.summary = "Ask anna@frezmind.example."
        proposal.partners, proposal.video = "With Akmuo", "https://video.example/frezmind"
        proposal.partner_countries = ["LT"]
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    with unit_of_work():
        one = db.session.get_one(JudgingRound, assignment.round_id)
        one.blindness = blindness
    return get_person(scene.jurors[0].person_id), assignment.id


@pytest.mark.parametrize("blindness", ["open", "blind", "double_blind"])
def test_pages_and_api_name_nobody_in_a_blind_round(app, blindness):
    juror, assignment_id = blind_scene(blindness)
    browser, program = Browser(app).sign_in(juror), Program.of(app.test_client(), juror)
    ref = encode_id(assignment_id)
    pages, api = ("", f"/{ref}", f"/{ref}/conflict"), ("", f"/{ref}/scorecard")
    seen = [browser.get(f"/jury{path}").text for path in pages]
    seen += [program.send("GET", f"/assignments{path}").text for path in api]
    named = [any(word in text for word in ("rezmind", "Akmuo")) for text in seen]
    assert named == [blindness == "open"] * 5
    assert [("listens to the cut" in text) for text in seen] == [True] * 5


def test_an_assignment_without_its_copy_is_not_read(app):
    juror, assignment_id = blind_scene()
    with unit_of_work():
        db.session.query(Proposal).one().applicant = {"pitch": "We are Frezmind"}
    with pytest.raises(LookupError):
        _ = db.session.get_one(Assignment, assignment_id).read
    read = judging.get_assignment(actor_for(juror), assignment_id).read
    assert (read.title, read.applicant, read.video) == (f"{BAR} listens to the cut", None, "")


@pytest.mark.parametrize("size", [1, 3])
def test_who_is_behind_takes_the_same_statements(app, count_queries, size):
    scene = make_scene(proposals=size)
    ids = [one.id for one in scene.proposals]
    with count_queries as counted:
        found = who_is_behind(ids)
    assert (len(found), counted.count) == (size, 4)


def test_a_pitch_is_never_blind(app):
    scene = make_scene()
    terms = RoundTerms("Pitches", kind=RoundKind.PITCH, blindness=Blindness.BLIND)
    with pytest.raises(Invalid) as refused:
        in_unit_of_work(lambda: rounds.add_round(scene.lead, scene.challenge.id, terms))
    assert (refused.value.code, refused.value.field) == ("pitch_not_blind", "blindness")
