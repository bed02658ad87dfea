import html
import re
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.files import store_bytes
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity import queries
from app.identity.rules import Purpose
from app.identity.services import accept_with_account, link_of
from app.juries.models import Assignment, ConflictOfInterest, Decision, Scorecard
from app.juries.queries import panel
from app.juries.rules.judging import Invitee
from app.juries.services import assigning
from app.juries.services import panel as services
from app.proposals.models import Proposal, ProposalFile, ProposalPartner, Submission
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.events import make_team_member
from tests.factories.identity import make_member, make_person
from tests.factories.juries import make_assignment, make_scorecard
from tests.factories.proposals import make_submitted_proposal
from tests.worker import run_jobs

AUTOSAVE = {"X-Requested-With": "autosave"}
SCORES = {
    "scores-0-key": "fit",
    "scores-0-value": "4",
    "scores-0-comment": "Meets the need.",
    "scores-1-key": "team",
    "scores-1-value": "3",
    "scores-1-comment": "Small but able.",
    "comment_to_proposer": "Name a pilot site.",
}


def jury(scene, rest=""):
    return f"/manage/{scene.event.slug}/jury{rest}"


def sheet(assignment, rest=""):
    return f"/jury/{encode_id(assignment.id)}{rest}"


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def test_the_organiser_puts_jurors_on_the_panel_and_assigns(app, browser):
    scene = make_scene(phase="published", proposals=2, jurors=2)
    browser.sign_in(scene.organiser)
    added = browser.post(
        jury(scene, "/add"),
        {
            "email": "agnieszka@dolina.example",
            "given_name": "Agnieszka",
            "family_name": "Żółkiewska",
        },
    )
    assert added.status_code == 302
    shown = words(browser.get(jury(scene)))
    assert ("Agnieszka Żółkiewska" in shown, "Invited" in shown) == (True, True)
    sent = queries.list_invitations_of(scene.event.id, Purpose.JURY)[0]
    with unit_of_work():
        accept_with_account(link_of(sent), password_hash="x", given_name="Ag", family_name="Ż")
    done = browser.post(jury(scene, "/assign"), {"per_proposal": "3"}, page=jury(scene))
    assert done.status_code == 302
    assert "0 of 6" in words(browser.get(jury(scene)))
    path = jury(scene, f"/{encode_id(scene.challenge.id)}/assignments")
    assert words(browser.get(path)).count("Ag Ż , not begun") == 2


def test_what_cannot_be_assigned_is_said_in_words(app, browser):
    scene = make_scene(proposals=1, jurors=2)
    browser.sign_in(scene.organiser)
    browser.post(jury(scene, "/assign"), {"per_proposal": "3"}, page=jury(scene))
    page = words(browser.get(jury(scene)))
    assert "“Proposal A” needs one more juror without a conflict and with room." in page


def test_assigning_too_early_stays_on_the_page(app, browser):
    scene = make_scene(proposals=1, jurors=3)
    browser.sign_in(scene.organiser)
    path = jury(scene)
    with unit_of_work():
        db.session.get(Proposal, scene.proposals[0].id).state = "submitted"
    response = browser.post(f"{path}/assign", {"per_proposal": "3"}, page=path)
    assert response.status_code == 409
    assert "There is no eligible proposal to assign" in words(response)


def test_many_proposals_are_assigned_by_the_worker(app, browser, monkeypatch):
    monkeypatch.setattr(assigning, "AT_ONCE", 1)
    scene = make_scene(proposals=2, jurors=3)
    browser.sign_in(scene.organiser)
    response = browser.post(jury(scene, "/assign"), {"per_proposal": "3"}, page=jury(scene))
    assert response.status_code == 302
    assert response.location.startswith("/work/")
    run_jobs()
    assert len(db.session.scalars(select(Assignment)).all()) == 6
    assert "It is ready" in words(browser.get(response.location))


def test_an_invited_juror_without_an_account_is_in_by_one_form(app, browser):
    scene = make_scene(jurors=0)
    with unit_of_work():
        invitee = Invitee("new@juror.example", "Nikos", "Pappas")
        sent = services.invite_juror(scene.lead, scene.event, invitee)
    path = f"/invitation/{link_of(sent)}"
    page = browser.get(path)
    assert ('value="Nikos"' in page.text, "new@juror.example" in page.text) == (True, True)
    values = {"given_name": "Νίκος", "family_name": "Παππάς", "password": "short"}
    short = browser.post(path, values)
    assert short.status_code == 422
    assert "short" not in re.findall(r'value="([^"]*)"', short.text)
    response = browser.post(path, values | {"password": "three words in a row"})
    assert (response.status_code, response.location) == (302, "/jury")
    assert browser.get("/jury").status_code == 200
    (juror,) = panel.list_jurors(scene.event)
    assert juror.person.name == "Νίκος Παππάς"
    assert browser.get(path).status_code == 404


def test_a_juror_scores_one_proposal_after_the_other(app, browser):
    scene = make_scene(proposals=2)
    first, second = (make_assignment(scene.jurors[0], one) for one in scene.proposals)
    browser.sign_in(scene.jurors[0].person)
    assert "2 to score" in words(browser.get("/jury"))
    response = browser.post(sheet(first), SCORES | {"version": "0", "submit": "1"})
    assert (response.status_code, response.location) == (302, sheet(second))
    assert "1 to score" in words(browser.get("/jury"))
    page = browser.get(sheet(first))
    assert "You handed this in" in page.text
    assert "data-sheet=" not in page.text
    browser.post(sheet(first, "/reopen"), page=sheet(first))
    assert "data-sheet=" in browser.get(sheet(first)).text


def test_a_scorecard_that_lacks_something_names_every_field(app, browser):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    browser.sign_in(scene.jurors[0].person)
    values = SCORES | {"version": "0", "submit": "1", "scores-0-comment": ""}
    del values["scores-1-value"]
    response = browser.post(sheet(assignment), values)
    assert response.status_code == 422
    assert re.findall(r'href="#(f-scores[^"]+)"', response.text) == [
        "f-scores-0-comment",
        "f-scores-1-value",
    ]
    assert "Small but able." in response.text
    assert db.session.scalars(select(Scorecard)).all() == []


def test_a_draft_saves_itself_and_without_scripts(app, browser):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    browser.sign_in(scene.jurors[0].person)
    here = sheet(assignment)
    half = {key: SCORES[key] for key in SCORES if not key.endswith("value")}
    saved_once = browser.post(
        sheet(assignment, "/draft"), half | {"version": "0"}, page=here, headers=AUTOSAVE
    )
    assert saved_once.json == {"version": 1, "goes_to": None}
    stale = browser.post(
        sheet(assignment, "/draft"), half | {"version": "0"}, page=here, headers=AUTOSAVE
    )
    assert (stale.status_code, stale.json["code"]) == (409, "changed_meanwhile")
    by_hand = browser.post(here, half | {"version": "1", "draft": "1"})
    assert (by_hand.status_code, by_hand.location) == (302, here)
    assert "Meets the need." in browser.get(here).text


def test_a_juror_steps_back_and_no_longer_sees_the_proposal(app, browser):
    scene = make_scene(proposals=2)
    mine, other = (make_assignment(scene.jurors[0], one) for one in scene.proposals)
    make_scorecard(mine, 5, 5)
    browser.sign_in(scene.jurors[0].person)
    response = browser.post(
        sheet(mine, "/conflict"), {"kind": "family", "reason": "My brother leads the team."}
    )
    assert (response.status_code, response.location) == (302, "/jury")
    page = words(browser.get("/jury"))
    assert "Proposal A" not in page
    assert "1 to score" in page
    conflict = db.session.scalars(select(ConflictOfInterest)).one()
    assert (conflict.kind, conflict.source) == ("family", "juror")
    assert browser.get(sheet(other)).status_code == 200


def _wall(scene, how):
    """Give the first juror a proposal with a conflict in the way."""
    juror, proposal = scene.jurors[0], scene.proposals[0]
    if how == "membership":
        make_member(db.session.get(Proposal, proposal.id).organisation, juror.person)
    assignment = make_assignment(juror, proposal)
    if how == "organisation":
        with unit_of_work():
            juror.organisation_id = proposal.organisation_id
    elif how == "register":
        entry = ConflictOfInterest(juror_id=juror.id, proposal_id=proposal.id, kind="other")
        saved(lambda: entry)
    elif how == "withdrawn":
        with unit_of_work():
            db.session.get(Proposal, proposal.id).state = "withdrawn"
    return assignment


@pytest.mark.parametrize("how", ["membership", "organisation", "register", "withdrawn"])
def test_the_wall_of_conflicts_has_no_door(app, browser, how):
    scene = make_scene()
    assignment = _wall(scene, how)
    file = saved(lambda: store_bytes(b"%PDF-1.7", "plan.pdf", "application/pdf"))
    saved(lambda: ProposalFile(proposal_id=scene.proposals[0].id, file_id=file.id))
    browser.sign_in(scene.jurors[0].person)
    for path in ("", "/conflict", f"/files/{encode_id(file.id)}"):
        assert browser.get(sheet(assignment, path)).status_code == 404
    for path in ("", "/draft", "/reopen", "/conflict"):
        sent = SCORES | {"version": "0", "kind": "other", "reason": "x"}
        assert browser.post(sheet(assignment, path), sent, page="/jury").status_code == 404
    page = words(browser.get("/jury"))
    assert "Proposal A" not in page
    assert "to score" not in page


def test_the_sheet_names_those_who_had_agreed_when_it_was_handed_in(app, browser):
    scene = make_scene()
    proposal, assignment = scene.proposals[0], make_assignment(scene.jurors[0], scene.proposals[0])
    partner = {"organisation": None, "name": "Frío S.L.", "country": "ES", "kind": "sme"}
    content = {"consortium": [partner | {"part": "Builds the sensors"}]}
    version = {"number": 2, "submitted_at": clock.now(), "sha256": "0" * 64, "content": content}
    by = {"proposal_id": proposal.id, "submitted_by_id": proposal.created_by_id}
    saved(lambda: Submission(**by, **version))
    late = {"name": "Late Oy", "name_key": "late oy", "country": "FI", "kind": "sme"}
    saved(lambda: ProposalPartner(proposal_id=proposal.id, confirmed_at=clock.now(), **late))
    page = words(browser.sign_in(scene.jurors[0].person).get(sheet(assignment)))
    assert "Made together with Frío S.L., Spain Builds the sensors" in page
    assert "Late Oy" not in page


def test_others_never_see_a_jurors_sheet_not_even_organisers(app, browser):
    scene = make_scene(jurors=2)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    for person in (scene.jurors[1].person, scene.organiser):
        assert browser.sign_in(person).get(sheet(assignment)).status_code == 404


def test_a_juror_downloads_the_files_of_what_they_judge(app, browser):
    scene = make_scene(proposals=1)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    file = saved(lambda: store_bytes(b"%PDF-1.7", "plan.pdf", "application/pdf"))
    saved(lambda: ProposalFile(proposal_id=scene.proposals[0].id, file_id=file.id))
    foreign = make_submitted_proposal(scene.challenge)
    other = saved(lambda: store_bytes(b"%PDF-1.7", "other.pdf", "application/pdf"))
    saved(lambda: ProposalFile(proposal_id=foreign.id, file_id=other.id))
    browser.sign_in(scene.jurors[0].person)
    got = browser.get(sheet(assignment, f"/files/{encode_id(file.id)}"))
    assert (got.status_code, got.data) == (200, b"%PDF-1.7")
    assert browser.get(sheet(assignment, f"/files/{encode_id(other.id)}")).status_code == 404


@pytest.mark.parametrize("path", ["", "/add", "/{c}", "/{c}/assignments", "/{c}/export.json"])
def test_the_jury_pages_are_for_organisers(app, browser, path):
    scene = make_scene()
    the_path = jury(scene, path.format(c=encode_id(scene.challenge.id)))
    desk = make_person()
    make_team_member(scene.event, desk, TeamRole.DESK)
    answers = [
        browser.sign_in(person).get(the_path).status_code
        for person in (scene.organiser, desk, scene.jurors[0].person)
    ]
    assert answers == [200, 403, 404]


def test_a_challenge_of_another_event_is_not_found(app, browser):
    scene, other = make_scene(), make_scene()
    path = jury(scene, f"/{encode_id(other.challenge.id)}")
    assert browser.sign_in(scene.organiser).get(path).status_code == 404


def test_from_the_ranking_to_the_telling(app, browser):
    scene = make_scene(proposals=2, jurors=2)
    for proposal, level in zip(scene.proposals, (5, 2), strict=True):
        for juror in scene.jurors:
            card = make_scorecard(make_assignment(juror, proposal), level, level)
            with unit_of_work():
                card.comment_to_proposer = "Name a pilot site."
    browser.sign_in(scene.organiser)
    here = jury(scene, f"/{encode_id(scene.challenge.id)}")
    assert "1 Proposal A" in words(browser.get(here))
    first, second = (f"{here}/{encode_id(one.id)}" for one in scene.proposals)
    assert browser.get(second).text.count("Name a pilot site.</textarea>") == 1
    yes = {"version": "0", "outcome": "selected", "reason": "Best by far."}
    assert browser.post(first, yes).location == here
    no = {"version": "0", "outcome": "not_selected", "reason": "Too early."}
    refused = browser.post(second, no)
    assert (refused.status_code, "f-feedback" in refused.text) == (422, True)
    assert browser.post(second, no | {"feedback": "Name a pilot site."}).status_code == 302
    assert "2 proposers see their outcome" in words(browser.get(here))
    assert browser.post(f"{here}/tell", page=here).location == here
    assert "All proposers were told" in words(browser.get(here))
    assert "Change decision" not in browser.get(first).text
    assert [d.told_at is not None for d in db.session.scalars(select(Decision))] == [True, True]


def test_a_stale_decision_form_is_told_so(app, browser):
    scene = make_scene()
    browser.sign_in(scene.organiser)
    here = jury(scene, f"/{encode_id(scene.challenge.id)}/{encode_id(scene.proposals[0].id)}")
    yes = {"version": "0", "outcome": "selected", "reason": "Best by far."}
    browser.post(here, yes)
    second = browser.post(here, yes)
    assert second.status_code == 409
    assert "Somebody else has just decided" in second.text


def test_the_export_is_a_download(app, browser):
    scene = make_scene(proposals=1)
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 4, 4)
    path = jury(scene, f"/{encode_id(scene.challenge.id)}/export.json")
    response = browser.sign_in(scene.organiser).get(path)
    assert response.headers["Content-Disposition"].startswith("attachment; filename=jury-")
    assert response.json["rounds"][0]["ranking"][0]["score"] == "4"


@pytest.mark.parametrize("size", [1, 3])
def test_lists_take_the_same_statements_whatever_their_size(app, browser, count_queries, size):
    scene = make_scene(proposals=size, jurors=3)
    for proposal in scene.proposals:
        for juror in scene.jurors:
            make_scorecard(make_assignment(juror, proposal), 3, 4)
    challenge = encode_id(scene.challenge.id)
    counts = {}
    for name, person, path in (
        ("panel", scene.organiser, jury(scene)),
        ("ranking", scene.organiser, jury(scene, f"/{challenge}")),
        ("assignments", scene.organiser, jury(scene, f"/{challenge}/assignments")),
        ("mine", scene.jurors[0].person, "/jury"),
    ):
        browser.sign_in(person)
        browser.get(path)
        db.session.expunge_all()
        with count_queries as counted:
            assert browser.get(path).status_code == 200
        counts[name] = counted.count
    assert counts == {"panel": 15, "ranking": 14, "assignments": 12, "mine": 5}


def test_home_and_event_page_say_what_waits(app, browser):
    scene = make_scene(proposals=2)
    for proposal in scene.proposals:
        make_assignment(scene.jurors[0], proposal)
    assert "Score 2 proposals" in words(browser.sign_in(scene.jurors[0].person).get("/home"))
    page = words(browser.sign_in(scene.organiser).get(f"/manage/{scene.event.slug}"))
    assert "0 of 2 scorecards" in page


def test_a_tie_that_came_up_later_is_asked_about_and_entered(app, browser):
    scene = make_scene()
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 4, 4)
    organisation = db.session.get(Proposal, scene.proposals[0].id).organisation
    make_member(organisation, scene.jurors[0].person)
    browser.sign_in(scene.organiser)
    here = jury(scene, f"/{encode_id(scene.challenge.id)}/assignments")
    page = browser.get(here)
    said = f"Juror No 1 belongs to {organisation.name}, which made “Proposal A”."
    assert said in words(page)
    link = html.unescape(re.findall(r'href="([^"]*/conflict\?[^"]+)"', page.text)[0])
    form = browser.get(link).text
    assert said in words(browser.get(link))
    assert re.search(r'value="employment"[^>]* checked', form)
    asked = dict(parse_qsl(link.partition("?")[2]))
    sent = asked | {"kind": "employment", "reason": "They joined."}
    assert browser.post(link, sent).location == here
    assert "tied to a proposal" not in words(browser.get(here))
    conflict = db.session.scalars(select(ConflictOfInterest)).one()
    assert (conflict.kind, conflict.source) == ("employment", "organiser")


def test_scripts_read_what_the_server_has_of_a_scorecard_and_the_way_to_its_documents(app, browser):
    scene = make_scene(proposals=1)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    browser.sign_in(scene.jurors[0].person)
    here, address = sheet(assignment), sheet(assignment, "/draft")
    browser.post(address, SCORES | {"version": "0"}, page=here, headers=AUTOSAVE)
    read = browser.get(address).json
    assert (read["version"], read["files"]) == (1, [])
    assert dict(read["fields"]) == SCORES | {"comment": ""}
