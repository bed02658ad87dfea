"""Importing a list: what is made, once only, by whom, in time, and taken over by its applicants."""

import io
import zipfile

import pytest
import time_machine
from sqlalchemy import select

from app.core.content import CheckedFile
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.files import place
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.core.work import Work
from app.events.models import TeamRole
from app.identity.models import Invitation, Membership, Organisation, OrganisationKind
from app.identity.queries import actor_for
from app.identity.services import accept_invitation
from app.imports import queries, services
from app.imports.models import ImportedProposal, ProposalImport
from app.imports.services import making
from app.proposals.models import Proposal, Submission
from challenges.canonical import digest
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.regress.corpus import pdf
from tests.worker import run_jobs

LIST = (
    "Timestamp,E-mail,Organisation,Title,Your solution,TRL,Country\n"
    "{at},eva@frost.example,Frost,Cold,Ice,6,LT\n"
    "{at},ola@mroz.example,Mróz,Colder,Wind,5,PL\n"
    ",,Nobody,Nothing,,,\n"
)


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def lead(event):
    person = make_person()
    make_team_member(event, person)
    return person


@pytest.fixture
def challenge(event):
    return make_challenge(event)


def listing(challenge, text=LIST):
    at = challenge.opens_at.strftime("%Y-%m-%d %H:%M:%SZ")
    return text.replace("{at}", at).encode()


def upload(lead, challenge, data):
    checked = services.check_upload(data, "answers.csv")
    placed = place(checked)
    with unit_of_work():
        return services.upload_list(actor_for(lead), challenge.id, placed)


def choose(lead, found, **how):
    head = queries.read_listed(found).head
    columns = {"arrived_at": 0, "email": 1, "organisation": 2, "title": 3, "answer-solution": 4}
    columns |= {"trl": 5, "country": 6} | how.pop("columns", {})
    how = {"made_as": "submitted", "zone": "Europe/Berlin", "is_inviting": True} | how
    with unit_of_work():
        actor = actor_for(lead)
        return services.choose_columns(actor, found.id, head, columns=columns, **how)


def start(lead, found):
    with unit_of_work():
        begun = services.start_import(actor_for(lead), found.id).id
    run_jobs()
    db.session.expire_all()
    return db.session.get_one(Work, begun)


def run(lead, challenge, data, **how):
    found = upload(lead, challenge, data)
    choose(lead, found, **how)
    return start(lead, found)


def proposals():
    query = select(Proposal).join(Proposal.organisation).order_by(Organisation.name)
    return db.session.scalars(query).all()


def test_good_lines_become_submitted_proposals_with_their_time_and_their_mark(lead, challenge):
    data = listing(challenge)
    assert run(lead, challenge, data).state == "done"
    first, second = proposals()
    assert (first.title, first.state, first.trl, first.answers) == (
        *("Cold", "submitted", 6),
        {"solution": "Ice"},
    )
    assert (first.organisation.name, first.organisation.country) == ("Frost", "LT")
    assert first.submitted_at == challenge.opens_at.replace(microsecond=0)
    (version,) = db.session.scalars(select(Submission).where(Submission.proposal_id == first.id))
    assert (version.number, version.submitted_by_id) == (1, lead.id)
    sha256 = place(CheckedFile(data, "x.csv", "text/csv")).sha256
    assert version.content["imported"] == {"file": sha256, "line": 2}
    assert version.sha256 == digest(version.content)
    mark = queries.find_mark(second.id)
    assert (mark.line, mark.file_sha256, mark.imported_by_id) == (3, sha256, lead.id)


def test_the_same_list_and_the_same_lines_add_nothing(lead, challenge):
    data = listing(challenge)
    run(lead, challenge, data)
    before = [one.id for one in proposals()]
    again = upload(lead, challenge, data)
    assert db.session.query(ProposalImport).count() == 1
    assert start(lead, again).state == "done"
    run(lead, challenge, data + b",x@new.example,New,Newest,Sun,7,DE\n", columns={})
    assert [one.id for one in proposals() if one.title != "Newest"] == before
    run(lead, challenge, data.replace(b"Cold,", b"Warm,"))
    assert [one.id for one in proposals() if one.title != "Newest"] == before
    assert db.session.query(Organisation).filter_by(name="Frost").count() == 1


def test_an_applicant_of_two_challenges_is_one_organisation(lead, challenge, event):
    run(lead, challenge, listing(challenge))
    other = make_challenge(event)
    run(lead, other, listing(other))
    assert len(proposals()) == 4
    assert len({one.organisation_id for one in proposals()}) == 2
    assert db.session.query(Invitation).count() == 2


def test_whoever_accepts_owns_the_organisation_and_writes_its_proposals(lead, challenge):
    run(lead, challenge, listing(challenge), made_as="draft")
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.email_key == "eva@frost.example")
    ).one()
    eva = make_person(email="eva@frost.example")
    with unit_of_work():
        accept_invitation(actor_for(eva), invitation)
    mine, other = proposals()
    assert (mine.created_by_id, other.created_by_id) == (eva.id, lead.id)
    (place_of,) = db.session.scalars(select(Membership).where(Membership.person_id == eva.id))
    assert (place_of.organisation_id, place_of.role) == (mine.organisation_id, "owner")
    assert (mine.state, mine.submitted_at) == ("draft", None)


def test_nobody_is_invited_unless_wanted_and_everybody_once(lead, challenge):
    found = upload(lead, challenge, listing(challenge))
    choose(lead, found, is_inviting=False)
    start(lead, found)
    assert db.session.query(Invitation).count() == 0


def test_too_many_invitations_on_one_day_make_nothing(lead, challenge, monkeypatch):
    monkeypatch.setattr(making, "MOST_INVITED", 1)
    done = run(lead, challenge, listing(challenge))
    assert (done.state, done.error) == ("failed", "invited_enough")
    assert proposals() == []
    assert db.session.query(Invitation).count() == 0


def test_a_list_is_imported_again_after_it_failed_and_not_while_it_runs(lead, challenge):
    found = upload(lead, challenge, listing(challenge))
    choose(lead, found)
    actor = actor_for(lead)
    with unit_of_work():
        services.start_import(actor, found.id)
    with pytest.raises(Conflict, match="import_runs"), unit_of_work():
        services.start_import(actor, found.id)
    run_jobs()
    assert start(lead, found).state == "done"
    assert len(proposals()) == 2


def test_time_of_import_against_the_call(lead, challenge):
    found = upload(lead, challenge, listing(challenge))
    actor = actor_for(lead)
    with pytest.raises(Conflict, match="columns_first"), unit_of_work():
        services.start_import(actor, found.id)
    choose(lead, found, made_as="draft")
    with time_machine.travel(deadline_of(challenge)):
        with pytest.raises(Conflict, match="drafts_too_late"), unit_of_work():
            services.start_import(actor, found.id)
        choose(lead, found)
        assert start(lead, found).state == "done"
    assert len(proposals()) == 2


def test_whoever_lost_the_right_meanwhile_makes_nothing(lead, challenge, event):
    found = upload(lead, challenge, listing(challenge))
    choose(lead, found)
    with unit_of_work():
        begun = services.start_import(actor_for(lead), found.id).id
    with unit_of_work():
        for seat in event.team:
            db.session.delete(seat)
    run_jobs()
    db.session.expire_all()
    assert db.session.get_one(Work, begun).state == "failed"
    assert proposals() == []


def test_only_the_lead_imports(lead, challenge, event):
    found = upload(lead, challenge, listing(challenge))
    beside = make_person()
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    place_of = {"role": TeamRole.CO_ORGANISER, "organisation_id": cluster.id}
    make_team_member(event, beside, **place_of)
    other = make_person()
    make_team_member(make_event(), other)
    with pytest.raises(Forbidden):
        queries.get_import(actor_for(beside), found.id)
    for stranger in (make_member(make_organisation()), other, challenge.created_by):
        with pytest.raises((NotFound, Forbidden)):
            queries.get_import(actor_for(stranger), found.id)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"title": 2}, "column_twice"),
        ({"title": 7}, "column_twice"),
        ({"answer-nothing": 4}, None),
    ],
)
def test_each_column_is_one_thing_that_there_is(lead, challenge, columns, code):
    found = upload(lead, challenge, listing(challenge))
    if code is None:
        assert "answer-nothing" not in choose(lead, found, columns=columns).columns
        return
    with pytest.raises(Invalid, match=code):
        choose(lead, found, columns=columns)


def packed(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", pdf(), packed("a.txt", "x"), b"only one line", b"MZ\x90\x00\x03", b"x" * 10_485_761],
)
def test_what_is_no_list_is_not_kept(app, data):
    with pytest.raises(Invalid):
        services.check_upload(data, "answers.csv")
    assert db.session.query(ProposalImport).count() == 0


def test_a_lead_goes_through_the_pages(lead, challenge, browser):
    browser.sign_in(lead)
    at = f"/challenges/{encode_id(challenge.id)}"
    assert "Import proposals" in browser.get(at).text
    sent = {"file": (io.BytesIO(listing(challenge)), "answers.csv")}
    there = browser.post(f"{at}/proposal-imports", sent, content_type="multipart/form-data")
    page = browser.get(there.location).text
    assert '<option value="2" selected>Organisation</option>' in page
    chosen = {"column-email": "1", "column-organisation": "2", "column-title": "3"}
    chosen |= {"column-arrived_at": "0", "made_as": "submitted", "zone": "Europe/Berlin"}
    refused = browser.post(there.location, chosen | {"column-title": ""})
    assert refused.status_code == 422
    check = browser.post(there.location, chosen).location
    page = browser.get(check).text
    assert "Nothing stands here." in page
    assert "Import 2 lines" in page
    assert proposals() == []
    table = browser.get(f"{check}.csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    assert "4,Title" not in table.text
    assert "4,E-mail,Nothing stands here.,Left out" in table.text
    begun = browser.post(check).location
    assert begun.startswith("/work/")
    run_jobs()
    assert len(proposals()) == 2
    shown = browser.get(f"/proposals/{encode_id(proposals()[0].id)}").text
    assert "Imported from a list" in shown
    assert "answers.csv" in browser.get(f"{at}/proposal-imports").text


def test_what_was_chosen_is_remembered_for_the_next_list(lead, challenge, browser):
    found = upload(lead, challenge, listing(challenge))
    choose(lead, found, columns={"title": 4, "answer-solution": 3})
    later = upload(lead, challenge, listing(challenge) + b",,,,,,x\n")
    browser.sign_in(lead)
    page = browser.get(f"/proposal-imports/{encode_id(later.id)}/columns").text
    assert '<option value="4" selected>Your solution</option>' in page
    assert '<option value="3" selected>Title</option>' in page


def test_a_program_imports(lead, challenge, client):
    head = {"Authorization": f"Bearer {make_api_token(lead, 'read', 'write')}"}
    at = f"/api/v1/challenges/{encode_id(challenge.id)}/proposal-imports"
    sent = {"file": (io.BytesIO(listing(challenge)), "answers.csv")}
    made = client.post(at, data=sent, headers=head)
    assert made.status_code == 201
    assert made.json["columns"]["organisation"] == 2
    assert (made.json["lines"], made.json["is_chosen"]) == (3, False)
    one = f"/api/v1/proposal-imports/{made.json['id']}"
    choices = {"columns": made.json["columns"], "zone": "Europe/Berlin"}
    assert client.patch(one, json=choices, headers=head).json["is_chosen"] is True
    check = client.get(f"{one}/check", headers=head).json
    assert (check["good"], check["left_out"]) == (2, 1)
    assert {"line": 4, "field": "email", "code": "cell_empty", "is_error": True} in check[
        "troubles"
    ]
    assert client.post(f"{one}/start", headers=head).status_code == 201
    run_jobs()
    assert client.get(f"{one}/check", headers=head).json["imported_before"] == 2
    assert db.session.query(ImportedProposal).count() == 2
