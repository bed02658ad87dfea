"""What tells who proposes: the check, organisers' redactions, and every door of a juror."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.deliberation.models import Room
from app.deliberation.queries import rooms
from app.identity.queries import actor_for, get_person
from app.juries.models import JudgingRound, Redaction
from app.juries.queries import redacting
from app.juries.queries.bidding import list_biddable
from app.juries.queries.blinding import blind_copies
from app.juries.rules.blinding import (
    BAR,
    MARK,
    Behind,
    Passage,
    blind_parts,
    clues_of,
    find_clues,
    find_traces,
)
from app.juries.services.redacting import redact_passage, remove_redaction
from app.proposals.models import Proposal, ProposalPartner
from tests.access.rooms import make_room
from tests.api.program import Program
from tests.app.juries.scene import make_scene
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_member
from tests.factories.juries import make_assignment, make_redaction, make_round
from tests.factories.proposals import make_proposal

FIRM = Behind(
    organisations=("Technische Werke Dresden GmbH",),
    people=(("Anna", "Wu"), ("Jan", "Nowak")),
    about="Our SpinCheck kit won AI4CHIPS. It speaks OPC and MQTT.",
)


def test_clues_are_initials_given_names_short_names_and_coined_words():
    assert clues_of(FIRM) == {"TWD", "Anna", "Wu", "Jan", "Nowak", "SpinCheck", "AI4CHIPS"}


def test_a_clue_is_told_with_its_line_unless_it_is_barred_anyway():
    text = "A kit\nby Anna and Jan Nowak.\nSpinCheck was twd's."
    found = find_clues({"need": text}, FIRM)
    assert [(one.words, one.line, one.is_barred) for one in found] == [
        ("Anna", 2, False),
        ("SpinCheck", 3, False),
    ]
    assert [(one.words, one.line) for one in find_traces({"need": text}, FIRM)] == [
        ("Jan Nowak", 2)
    ]


@pytest.mark.parametrize(
    ("text", "passages", "read"),
    [
        ("", ["x"], ""),
        ("The blue box of the hall", ["blue box"], f"The {MARK} of the hall"),
        ("blue box, Blue Box", ["blue box"], f"{MARK}, Blue Box"),
        ("Ask Jan Nowak of Dresden", ["Nowak of Dresden"], f"Ask {MARK}"),
        ("Ask Jan Nowak", ["Dresden"], f"Ask {BAR}"),
        ("blue box", ["blue box"], MARK),
        ("blue box", [""], "blue box"),
    ],
)
def test_a_marked_passage_is_read_as_redacted(text, passages, read):
    marked = [Passage("need", one) for one in passages]
    assert blind_parts({"need": text}, FIRM, marked) == {"need": read}
    assert blind_parts({"other": "blue box"}, FIRM, marked) == {"other": "blue box"}


def blind_scene(**values):
    """Make a blind round with one proposal whose summary has a clue."""
    scene = make_scene(**values)
    made = make_round(scene.challenge)
    with unit_of_work():
        db.session.get_one(JudgingRound, made.id).blindness = "blind"
        proposal = db.session.get_one(Proposal, scene.proposals[0].id)
        proposal.created_by.given_name = "Annika"
        proposal.organisation.name = "Frezmind"
        proposal.title = "Frezmind listens"
        proposal.summary = "The blue box hears it.\nAnnika built it."
    return scene


def redact(scene, passage="blue box", part="summary", actor=None):
    with unit_of_work():
        return redact_passage(
            actor or scene.lead, scene.challenge, scene.proposals[0].id, part, passage
        )


def looked(scene):
    db.session.expire_all()
    return redacting.get_looked(scene.lead, scene.challenge, scene.proposals[0].id)


def test_a_redaction_changes_what_jurors_read_and_never_the_proposal(app):
    scene = blind_scene()
    assert [one.words for one in looked(scene).open_clues] == ["Annika"]
    one = redact(scene, "Annika")
    found = looked(scene)
    assert (found.open_clues, found.read["summary"]) == (
        [],
        f"The blue box hears it.\n{MARK} built it.",
    )
    assert found.proposal.summary == "The blue box hears it.\nAnnika built it."
    with pytest.raises(Conflict, match="redacted_already"):
        redact(scene, "Annika")
    with unit_of_work():
        found.proposal.summary = "Built by Annika at home."
    assert looked(scene).read["summary"] == f"Built by {MARK} at home."
    with unit_of_work():
        found.proposal.summary = ""
    assert (looked(scene).read["summary"], looked(scene).standing) == ("", frozenset())
    with unit_of_work():
        remove_redaction(scene.lead, scene.challenge, found.id, one.id)
    assert db.session.query(Redaction).count() == 0
    with pytest.raises(NotFound), unit_of_work():
        remove_redaction(scene.lead, scene.challenge, found.id, one.id)


def test_only_what_stands_there_is_redacted_and_only_by_an_untied_lead(app):
    scene = blind_scene(jurors=1)
    for part, passage in (("summary", "red box"), ("nowhere", "blue box"), ("title", "blue box")):
        with pytest.raises(Invalid, match="passage_not_there"):
            redact(scene, passage, part)
    with pytest.raises(Forbidden):
        redact(scene, actor=scene.juror())
    make_member(db.session.get_one(Proposal, scene.proposals[0].id).organisation, scene.organiser)
    tied = actor_for(get_person(scene.organiser.id))
    with pytest.raises(Forbidden, match="closed_to_you"):
        redact(scene, actor=tied)
    with pytest.raises(NotFound):
        redacting.get_looked(tied, scene.challenge, scene.proposals[0].id)
    assert redacting.list_looked(tied, scene.challenge, 50) == []


def test_every_door_of_a_juror_shows_the_redacted_text(app):
    scene = blind_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    make_redaction(scene.proposals[0], "blue box")
    make_redaction(scene.proposals[0], "listens", "title")
    wishes = list_biddable(scene.juror())
    juror = scene.jurors[0].person
    browser, program = Browser(app).sign_in(juror), Program.of(app.test_client(), juror)
    ref = encode_id(assignment.id)
    pages = ("/jury", f"/jury/{ref}", f"/jury/{ref}/conflict", f"/jury/{ref}/draft", "/jury/wishes")
    seen = [browser.get(path).text for path in pages]
    seen += [program.send("GET", path).text for path in ("/assignments", "/bids")]
    assert (wishes[0].title, wishes[0].summary.split("\n")[0]) == (
        f"{BAR} {MARK}",
        f"The {MARK} hears it.",
    )
    leaks = [word for text in seen for word in ("rezmind", "blue box", "listens") if word in text]
    assert leaks == []


def test_partners_that_are_only_named_are_barred_too(app):
    scene = blind_scene()
    ids = {"proposal_id": scene.proposals[0].id, "name": "Akmuo UAB", "name_key": "akmuo uab"}
    saved(lambda: ProposalPartner(country="LT", kind="sme", **ids))
    with unit_of_work():
        db.session.get_one(Proposal, scene.proposals[0].id).summary = "With Akmuo"
    (copy,) = blind_copies({one.id: one for one in db.session.query(Proposal)}).values()
    assert copy.summary == f"With {BAR}"


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_takes_the_same_statements(app, count_queries, size):
    scene = blind_scene(proposals=size)
    make_redaction(scene.proposals[0], "blue box")
    lead, challenge = scene.lead, scene.challenge
    assert challenge.event_id == scene.event.id
    with count_queries as counted:
        found = redacting.list_looked(lead, challenge, 50)
    assert (len(found), counted.count) == (size, 7)


def test_organisers_see_and_redact_on_a_page(app):
    scene = blind_scene()
    browser = Browser(app).sign_in(scene.organiser)
    base = f"/manage/{scene.event.slug}/jury/{encode_id(scene.challenge.id)}"
    assert "1 to look at" in browser.get(f"{base}/redactions").text
    page = f"{base}/redactions/{encode_id(scene.proposals[0].id)}"
    text = browser.get(page).text
    assert "line 2" in text
    assert f"{BAR} listens" in text
    browser.post(page, {"part": "summary", "passage": "Annika"})
    text = browser.get(page).text
    assert f"{MARK} built it." in text
    (one,) = db.session.query(Redaction)
    redaction_id = one.id
    db.session.rollback()
    browser.post(f"{page}/{encode_id(redaction_id)}/remove", {}, page=page)
    assert db.session.query(Redaction).count() == 0


def test_programs_do_the_same(app):
    scene = blind_scene()
    program = Program.of(app.test_client(), scene.organiser)
    base = f"/challenges/{encode_id(scene.challenge.id)}"
    (item,) = program.send("GET", f"{base}/redactions").json["items"]
    assert [one["words"] for one in item["barred"] + item["clues"]] == ["Frezmind", "Annika"]
    redactions = f"{base}/proposals/{item['id']}/redactions"
    made = program.post(redactions, {"part": "summary", "passage": "Annika"})
    assert made["passage"] == "Annika"
    assert program.send("DELETE", f"{redactions}/{made['id']}").status_code == 204


@pytest.mark.parametrize(("blindness", "count"), [("blind", 3), ("open", 0)])
def test_the_author_is_warned_while_writing_and_may_hand_in(app, blindness, count):
    scene = blind_scene(phase="open", closes_at=clock.now() + timedelta(days=1))
    with unit_of_work():
        db.session.query(JudgingRound).one().blindness = blindness
    draft = make_proposal(scene.challenge, title="Ours", summary="Annika and Annika of Firm Ltd")
    author = draft.created_by
    with unit_of_work():
        db.session.merge(author).given_name = "Annika"
        db.session.merge(draft).organisation.name = "Firm Ltd"
    ref = encode_id(draft.id)
    text = Browser(app).sign_in(author).get(f"/proposals/{ref}/edit").text
    assert ("Jurors must not learn who you are" in text) == bool(count)
    items = Program.of(app.test_client(), author).send("GET", f"/proposals/{ref}/traces").json
    assert len(items["items"]) == count


def test_the_panel_of_a_blind_round_deliberates_on_the_redacted_text(app):
    scene = blind_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    make_room(assignment.id, scene.jurors[0].person_id, "Said")
    make_redaction(scene.proposals[0], "listens", "title")
    room = db.session.query(Room).one()
    place = rooms.get_place(scene.juror(), room.id)
    assert [line.item.read.title for line in rooms.lines_of(place)] == [f"{BAR} {MARK}"]
