"""An SME writes a proposal, hands it in, changes it and takes it back; organisers screen it."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine

from app.core.db import db
from app.core.ids import encode_id
from app.events.models import TeamRole
from app.proposals.models import Proposal, ProposalFile, Submission
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal

AUTOSAVE = {"X-Requested-With": "autosave"}


def pdf() -> bytes:
    made = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made)
    return made.getvalue()


def fields(proposal, **changes):
    values = {"version": proposal.version, "title": proposal.title, "summary": proposal.summary}
    return values | {"trl": proposal.trl, "answer-solution": "Learn the doors."} | changes


def path(proposal, rest=""):
    return f"/proposals/{encode_id(proposal.id)}{rest}"


def test_from_the_challenge_to_the_receipt(app, browser):
    challenge = make_challenge()
    person = make_member(make_organisation(name="Kälte GmbH"))
    start = f"/challenges/{encode_id(challenge.id)}/proposals"
    assert app.test_client().get(start).location == "/sign-in"
    browser.sign_in(person)
    assert "Write a proposal" in browser.get(f"/challenges/{encode_id(challenge.id)}").text
    made = browser.post(start)
    proposal = db.session.query(Proposal).one()
    assert made.location == path(proposal, "/edit")
    assert "things are missing" in browser.get(path(proposal, "/check")).text
    sent = fields(proposal, title="Smart", summary="Short.", trl="6", act="check")
    sent["file"] = (BytesIO(pdf()), "../../deck.pdf")
    saved = browser.post(path(proposal, "/edit"), sent)
    assert saved.location == path(proposal, "/check")
    assert "Everything is there" in browser.get(path(proposal, "/check")).text
    refused = browser.post(path(proposal, "/check"))
    assert refused.status_code == 422
    unsaid = browser.post(path(proposal, "/check"), {"owner_link": "yes"})
    assert "Say how you are linked." in unsaid.text
    done = browser.post(path(proposal, "/check"), {"owner_link": "no"})
    assert done.location == path(proposal, "/receipt")
    submission = db.session.query(Submission).one()
    receipt = browser.get(path(proposal, "/receipt")).text
    for words in (submission.sha256, "deck.pdf", "(Berlin)", "sha256sum"):
        assert words in receipt
    content = browser.get(path(proposal, "/receipt/1.json")).data
    assert hashlib.sha256(content).hexdigest() == submission.sha256


def test_a_file_is_an_attachment_and_only_for_readers(app, browser):
    proposal = make_proposal()
    browser.sign_in(proposal.created_by)
    sent = fields(proposal, file=(BytesIO(pdf()), "déck.pdf"))
    assert browser.post(path(proposal, "/edit"), sent).status_code == 302
    entry = db.session.query(ProposalFile).one()
    address = path(proposal, f"/files/{encode_id(entry.file_id)}")
    got = browser.get(address)
    assert (got.status_code, got.data[:5]) == (200, b"%PDF-")
    assert got.headers["Content-Disposition"].startswith("attachment")
    got.close()
    browser.sign_in(make_member(make_organisation()))
    assert browser.get(address).status_code == 404
    browser.sign_in(proposal.created_by)
    again = fields(proposal, version=2, remove_file=encode_id(entry.file_id))
    assert browser.post(path(proposal, "/edit"), again).status_code == 302
    assert "déck.pdf" not in browser.get(path(proposal, "/edit")).text


@pytest.mark.parametrize("page", ["/edit", "/autosave"])
@pytest.mark.parametrize("wrong", ["x", "z" * 13, encode_id(1)])
def test_a_file_that_is_not_there_cannot_be_removed(app, browser, page, wrong):
    proposal = make_proposal()
    browser.sign_in(proposal.created_by)
    sent = fields(proposal, remove_file=wrong)
    edit = path(proposal, "/edit")
    assert browser.post(path(proposal, page), sent, page=edit).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "Only PDF, PNG, JPEG, DOCX, XLSX and PPTX"),
        (b"%PDF-1.7 nothing", "cannot be read"),
        (b"\x89PNG\r\n\x1a\nbroken", "cannot be read"),
        (b"MZ" * 100, "Only PDF"),
    ],
)
def test_bad_files_are_refused_and_the_text_is_kept(app, browser, content, words):
    proposal = make_proposal()
    browser.sign_in(proposal.created_by)
    sent = fields(proposal, title="New title", file=(BytesIO(content), "x.pdf"))
    answer = browser.post(path(proposal, "/edit"), sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "New title" in answer.text
    db.session.rollback()
    assert db.session.get_one(Proposal, proposal.id).title == "New title"
    assert db.session.query(ProposalFile).count() == 0


@pytest.mark.parametrize(
    ("content", "words"), [(pdf(), "Choose it again"), (b"MZ" * 100, "Only PDF")]
)
def test_a_file_beside_another_mistake_is_spoken_of_too(app, browser, content, words):
    proposal = make_proposal()
    browser.sign_in(proposal.created_by)
    sent = fields(proposal, partner_countries="Nowhere", file=(BytesIO(content), "x.pdf"))
    answer = browser.post(path(proposal, "/edit"), sent)
    assert answer.status_code == 422
    assert f"Add a file: {words}" in answer.text
    assert "Countries of your partners: Use country codes" in answer.text
    assert db.session.query(ProposalFile).count() == 0


def test_a_video_is_a_link_that_goes_with_the_version(app, browser):
    proposal = make_proposal()
    browser.sign_in(proposal.created_by)
    edit, link = path(proposal, "/edit"), "https://film.example/doors.mp4"
    wrong = browser.post(edit, fields(proposal, video="javascript:alert(1)", act="save"))
    assert (wrong.status_code, "Write an address on the web" in wrong.text) == (422, True)
    browser.post(edit, fields(proposal, video=link, act="save"))
    assert f'<a href="{link}"' in browser.get(path(proposal)).text
    browser.post(path(proposal, "/check"), {"owner_link": "no"})
    assert browser.get(path(proposal, "/receipt/1.json")).json["video"] == link


def test_autosave_saves_answers_and_never_overwrites(app, browser):
    proposal = make_proposal()
    browser.sign_in(proposal.created_by)
    edit, save = path(proposal, "/edit"), path(proposal, "/autosave")
    sent = fields(proposal, title="Mine")
    first = browser.post(save, sent, page=edit, headers=AUTOSAVE)
    assert (first.status_code, first.json) == (200, {"version": 2})
    late = browser.post(save, fields(proposal, version=1, title="Old"), page=edit, headers=AUTOSAVE)
    assert (late.status_code, late.json["code"]) == (409, "changed_meanwhile")
    page = browser.post(edit, fields(proposal, version=1, title="Old"))
    assert page.status_code == 409
    assert "Somebody else changed this" in page.text
    assert 'value="Old"' in page.text
    db.session.rollback()
    assert db.session.get_one(Proposal, proposal.id).title == "Mine"


def test_nothing_changes_after_the_deadline(app, browser):
    challenge = make_challenge()
    proposal = make_proposal(challenge)
    browser.sign_in(proposal.created_by)
    token = fields(proposal, title="Too late")
    edit = path(proposal, "/edit")
    html = browser.get(edit).text
    csrf = html.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = {**token, "csrf_token": csrf}
    whole = {"csrf_token": csrf, "owner_link": "no"}
    with time_machine.travel(deadline_of(challenge), tick=False):
        late = browser.client.post(edit, data=sent)
        assert late.status_code == 409
        assert "The deadline has passed" in late.text
        saved = browser.client.post(path(proposal, "/autosave"), data=sent, headers=AUTOSAVE)
        assert (saved.status_code, saved.json["code"]) == (409, "deadline_passed")
        handed = browser.client.post(path(proposal, "/check"), data=whole)
        assert handed.status_code == 409
        upload = {**sent, "file": (BytesIO(pdf()), "deck.pdf")}
        assert browser.client.post(edit, data=upload).status_code == 409
        assert "was not submitted" in browser.get(path(proposal)).text
    with time_machine.travel(deadline_of(challenge) - timedelta(microseconds=1), tick=False):
        on_time = browser.client.post(path(proposal, "/check"), data=whole)
        assert on_time.status_code == 302
    assert db.session.query(ProposalFile).count() == 0
    assert db.session.query(Submission).count() == 1


def test_a_proposal_is_withdrawn_with_a_reason_and_taken_up_again(app, browser):
    proposal = make_submitted_proposal()
    browser.sign_in(proposal.created_by)
    withdraw = path(proposal, "/withdraw")
    assert browser.post(withdraw, {"reason": " "}).status_code == 422
    assert browser.post(withdraw, {"reason": "No staff"}).status_code == 302
    assert "No staff" in browser.get(path(proposal)).text
    assert browser.post(path(proposal, "/reopen"), page=path(proposal)).status_code == 302
    db.session.rollback()
    assert db.session.get_one(Proposal, proposal.id).state == "draft"


def test_a_decided_proposal_cannot_be_withdrawn(app, browser):
    proposal = make_submitted_proposal(make_challenge(phase="decision"), state="selected")
    browser.sign_in(proposal.created_by)
    assert "Withdraw this proposal" not in browser.get(path(proposal)).text
    assert browser.get(path(proposal, "/withdraw")).location == path(proposal)


def test_organisers_see_the_funnel_and_screen(app, browser):
    event = make_event()
    challenge = make_challenge(event)
    make_proposal(challenge, title="Secret draft")
    proposal = make_submitted_proposal(challenge, title="Handed in")
    organiser = make_person()
    make_team_member(event, organiser)
    browser.sign_in(organiser)
    board = browser.get(f"/manage/{event.slug}/proposals").text
    assert "Handed in" in board
    assert "Secret draft" not in board
    screen = f"/manage/{event.slug}/proposals/{encode_id(proposal.id)}/screen"
    form = {"state": "ineligible", "reason": "Not from the EU"}
    assert browser.post(screen, form).status_code == 409
    with time_machine.travel(deadline_of(challenge), tick=False):
        assert browser.post(screen, {"state": "ineligible"}).status_code == 422
        assert browser.post(screen, form).status_code == 302
        browser.sign_in(proposal.created_by)
        assert "Not from the EU" in browser.get(path(proposal)).text


def test_a_decided_proposal_is_read_not_screened_again(app, browser):
    proposal = make_submitted_proposal(make_challenge(phase="decision"), state="selected")
    event = proposal.challenge.event
    organiser = make_person()
    make_team_member(event, organiser)
    browser.sign_in(organiser)
    screen = f"/manage/{event.slug}/proposals/{encode_id(proposal.id)}/screen"
    assert browser.get(screen).location == path(proposal)
    assert screen not in browser.get(f"/manage/{event.slug}/proposals").text


def test_outcomes_stay_hidden_until_they_are_told(app, browser):
    values = {"state": "selected", "state_reason": "Best pilot plan", "feedback": "Well done"}
    proposal = make_submitted_proposal(make_challenge(phase="decision"), **values)
    browser.sign_in(proposal.created_by)
    page = browser.get(path(proposal)).text
    assert "With the jury" in page
    for words in ("Selected", "Best pilot plan", "Well done"):
        assert words not in page
    assert "Selected" not in browser.get("/proposals").text


def test_who_may_read_a_proposal(app, browser):
    challenge = make_challenge(make_event())
    draft, sent = make_proposal(challenge), make_submitted_proposal(challenge)
    organiser = make_person()
    make_team_member(challenge.event, organiser)
    scanner = make_person()
    make_team_member(challenge.event, scanner, TeamRole.SCANNER)
    stranger = make_member(make_organisation())

    def seen(person, proposal):
        browser.sign_in(person)
        return browser.get(path(proposal)).status_code

    people = (sent.created_by, organiser, challenge.created_by, scanner, stranger)
    assert [seen(person, sent) for person in people] == [200, 200, 404, 404, 404]
    assert seen(organiser, draft) == 404
    with time_machine.travel(deadline_of(challenge), tick=False):
        assert [seen(person, sent) for person in people] == [200, 200, 200, 404, 404]
        assert seen(challenge.created_by, draft) == 404


def test_an_organisation_cannot_apply_to_its_own_challenge(app, browser):
    challenge = make_challenge()
    browser.sign_in(challenge.created_by)
    start = f"/challenges/{encode_id(challenge.id)}/proposals"
    assert "Write a proposal" not in browser.get(f"/challenges/{encode_id(challenge.id)}").text
    assert "Tell us your organisation first" in browser.get(start).text


@pytest.mark.parametrize("list_path", ["board", "/proposals"])
def test_lists_need_the_same_statements_whatever_the_rows(app, browser, count_queries, list_path):
    event = make_event()
    challenge = make_challenge(event)
    organisation = make_organisation()
    person = make_member(organisation)
    make_team_member(event, person)
    browser.sign_in(person)
    address = f"/manage/{event.slug}/proposals" if list_path == "board" else list_path
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_submitted_proposal(challenge)
            make_proposal(make_challenge(event), organisation_id=organisation.id)
        with count_queries as counted:
            assert browser.get(address).status_code == 200
        counts.append(counted.count)
    assert counts[0] == counts[1] <= 12
