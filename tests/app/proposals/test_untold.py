"""Before outcomes are told, nothing that the authors of a proposal can read gives one away."""

import re

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.events.rules import TeamRole
from app.identity.queries import get_organisation
from app.proposals.models import Proposal
from tests.access.looking import text_of
from tests.app.tickets.two_clusters import Scene
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.directory import join_cluster
from tests.factories.events import make_event
from tests.factories.identity import make_api_token, make_member, make_organisation
from tests.factories.proposals import make_submitted_proposal
from tests.pages.sending import fill_address

API = "/api/v1"
SECRETS = {"state_reason": "Cheapest-of-all", "feedback": "Cut-the-cost"}
ALIKE_FOR_ALL = ("/styleguide", "/api/openapi.json")
TRACES = {
    "shortlisted": r"On the shortlist|Shortlisted|\"shortlisted\"",
    "selected": r">\s*Selected|: Selected|\"selected\"|'selected'|was selected",
    "not_selected": r"Not selected|not_selected",
}


def addresses(app, names, *, of_programs):
    """Return every address that is read and needs no more than these names."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    filled = [fill_address(rule, names) for rule in rules if rule not in ALIKE_FOR_ALL]
    return [path for path in filled if "<" not in path and path.startswith("/api/") == of_programs]


@pytest.fixture(params=TRACES)
def untold(app, request):
    phase = "jury" if request.param == "shortlisted" else "decision"
    challenge = make_challenge(make_event(slug="day"), phase=phase)
    proposal = make_submitted_proposal(challenge, state=request.param, **SECRETS)
    # Whoever writes for a second organisation too is shown what there is, and offered the other.
    make_member(make_organisation(), proposal.created_by)
    return proposal


def names_of(proposal):
    ids = {"proposal_id": proposal.id, "challenge_id": proposal.challenge_id}
    more = {"slug": "day", "number": 1, "work_id": "1", "version": 1}
    return {name: encode_id(value) for name, value in ids.items()} | more


def traces(state, answers):
    words = re.compile("|".join((TRACES[state], *SECRETS.values())))
    return {path: found for path, text in answers.items() if (found := words.findall(text))}


def test_no_page_gives_an_untold_outcome_away(app, browser, untold):
    browser.sign_in(untold.created_by)
    paths = addresses(app, names_of(untold), of_programs=False)
    answers = {path: text_of(browser.get(path).data) for path in paths}
    mine = f"/proposals/{encode_id(untold.id)}"
    start = f"/challenges/{encode_id(untold.challenge_id)}/proposals"
    assert {mine, start, "/proposals", "/home", f"{mine}/receipt/1.json"} <= set(answers)
    assert "With the jury" in answers[mine]
    assert traces(untold.state, answers) == {}


def test_no_answer_to_programs_gives_an_untold_outcome_away(app, client, untold):
    headers = {"Authorization": f"Bearer {make_api_token(untold.created_by)}"}
    paths = addresses(app, names_of(untold), of_programs=True)
    answers = {path: text_of(client.get(path, headers=headers).data) for path in paths}
    mine = f"{API}/proposals/{encode_id(untold.id)}"
    assert {mine, f"{mine}/receipt", f"{API}/proposals"} <= set(answers)
    assert '"in_jury"' in answers[mine]
    assert traces(untold.state, answers) == {}


@pytest.mark.parametrize("act", ["submit", "withdraw", "reopen", "screen"])
def test_a_refusal_is_the_same_whatever_the_untold_outcome_is(client, untold, act):
    """Even which words refuse would tell: one that awaits its decision is answered alike."""
    body = {"withdraw": {"reason": "No staff"}, "screen": {"state": "eligible"}}.get(act, {})
    waiting = make_submitted_proposal(untold.challenge, state="eligible")

    def answer(proposal):
        headers = {"Authorization": f"Bearer {make_api_token(proposal.created_by)}"}
        sent = client.post(
            f"{API}/proposals/{encode_id(proposal.id)}/{act}", json=body, headers=headers
        )
        return sent.status_code, sent.json.get("code"), sent.json.get("title")

    assert answer(untold) == answer(waiting)


@pytest.fixture
def beside(app):
    """Return two clusters of an event, of which one has members whose proposals are decided."""
    scene = Scene()
    challenge = make_challenge(scene.event, phase="decision")
    for state in ("eligible", *TRACES):
        member = make_organisation()
        join_cluster(get_organisation(scene.beside.id), member)
        values = {"organisation_id": member.id, "state": state}
        make_submitted_proposal(challenge, **values, **({} if state == "eligible" else SECRETS))
    return scene


def states_for(client, person):
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    listed = client.get(f"{API}/events/day/proposals", headers=headers).json["items"]
    single = [client.get(f"{API}/proposals/{one['id']}", headers=headers).json for one in listed]
    assert [one["state"] for one in single] == [one["state"] for one in listed]
    reasons = {text for one in single for text in (one["reason"], one["feedback"])}
    return sorted(one["state"] for one in listed), reasons


def test_a_co_organiser_reads_no_untold_outcome_of_its_members(app, browser, client, beside):
    organiser = beside.person(TeamRole.CO_ORGANISER, get_organisation(beside.beside.id))
    assert states_for(client, organiser) == (["eligible"] * 4, {""})
    browser.sign_in(organiser)
    board = browser.get("/manage/day/proposals")
    assert ("Smart defrost" in board.text, "?state=" in board.text) == (True, True)
    assert re.findall(r"state=(\w+)", board.text) == ["eligible"]
    assert re.findall(r'data-label="(?:Eligible)">(\d)', board.text) == ["4"]
    assert re.findall(r'data-label="(?:Selected|Not selected|Shortlisted)">(\d)', board.text) == []
    pages = addresses(app, {"slug": "day", "work_id": "1"}, of_programs=False)
    secrets = [one.encode() for one in SECRETS.values()]
    assert not [path for path in pages if any(s in browser.get(path).data for s in secrets)]
    for path in re.findall(r'href="(/proposals/\w+)"', board.text):
        text = browser.get(path).text
        assert not re.search("|".join((*SECRETS.values(), *TRACES.values())), text.split("<h1")[1])


def test_the_lead_reads_outcomes_and_a_co_organiser_once_they_are_told(client, beside):
    lead = beside.person(TeamRole.LEAD, get_organisation(beside.lead_id))
    organiser = beside.person(TeamRole.CO_ORGANISER, get_organisation(beside.beside.id))
    decided = ["eligible", "not_selected", "selected", "shortlisted"]
    assert states_for(client, lead) == (decided, {"", *SECRETS.values()})
    saved(tell_all)
    assert states_for(client, organiser) == (decided, {"", *SECRETS.values()})


def tell_all():
    proposals = db.session.query(Proposal).all()
    for proposal in proposals:
        proposal.outcome_told_at = clock.now()
    return proposals[0]
