"""The proposals to a challenge as one archive: what is in it, for whom, and what stays outside."""

import csv
import io
import json
import zipfile

import pytest
import time_machine
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.authz import can
from app.core.content import CheckedFile
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.files import path_of, place
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.core.work import Work, get_work
from app.events.models import TeamMember, TeamRole
from app.identity.models import OrganisationKind
from app.identity.queries import actor_for
from app.proposals.services import exporting, submitting, writing
from challenges.canonical import digest
from tests.access.looking import text_of
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.directory import join_cluster
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import (
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs

FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def challenge(app):
    return make_challenge(make_event(slug="day"))


def lead_of(challenge):
    person = make_person(given_name="Lena", family_name="Vogt")
    make_team_member(challenge.event, person)
    return person


def exported(person, challenge):
    """Return the archive that somebody gets."""
    with unit_of_work():
        begun = exporting.start_export(actor_for(person), challenge.id)
    run_jobs()
    found = get_work(actor_for(person), begun.id)
    assert found.state == "done", found.error
    return zipfile.ZipFile(path_of(found.file))


def rows_in(archive):
    text = archive.read("proposals.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_archive_holds_what_was_handed_in(challenge):
    author = make_member(make_organisation(name="Kälte & Söhne GmbH"))
    actor = actor_for(author)
    (organisation_id,) = actor.organisation_ids
    ours = {"created_by_id": author.id, "organisation_id": organisation_id}
    proposal = make_proposal(challenge, title=FORMULA, **ours)
    file = place(CheckedFile(b"\x89PNG", "../../plan.png", "image/png"))
    with unit_of_work():
        writing.add_file(actor, proposal.id, file)
        receipt = submitting.submit_proposal(actor, proposal.id)
        writing.save_proposal(actor, proposal.id, version=1, values={"summary": "Never sent"})
    make_proposal(challenge, title="Only a draft")
    archive = exported(lead_of(challenge), challenge)
    folder = "001-kalte-sohne-gmbh"
    assert sorted(archive.namelist()) == [
        f"{folder}/1-plan.png",
        f"{folder}/proposal.pdf",
        "proposals.csv",
        "proposals.json",
        "proposals.xlsx",
    ]
    (row,) = rows_in(archive)
    assert row["title"] == "'" + FORMULA
    assert (row["organisation"], row["state"]) == ("Kälte & Söhne GmbH", "submitted")
    assert row["Your solution"] == "A controller that learns the door openings."
    (entry,) = json.loads(archive.read("proposals.json"))["proposals"]
    assert digest(entry["content"]) == entry["sha256"] == receipt.sha256
    pdf = text_of(archive.read(f"{folder}/proposal.pdf"))
    assert "=HYPERLINK" in pdf
    assert "Confidential. For Lena Vogt, " in pdf
    assert "Never sent" not in text_of(path_of(db.session.scalar(select(Work)).file).read_bytes())


def test_an_owner_has_it_after_the_deadline_without_what_was_withdrawn(challenge):
    make_submitted_proposal(challenge, title="Stays")
    make_submitted_proposal(challenge, title="Taken back", state="withdrawn")
    owner = challenge.created_by
    with pytest.raises(Forbidden), unit_of_work():
        exporting.start_export(actor_for(owner), challenge.id)
    with time_machine.travel(deadline_of(challenge)):
        archive = exported(owner, challenge)
    assert [row["title"] for row in rows_in(archive)] == ["Stays"]


def test_a_co_organiser_has_its_own_and_no_outcome_before_it_is_told(challenge):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    ours, theirs = make_organisation(name="Ours"), make_organisation(name="Theirs")
    join_cluster(cluster, ours)
    for one in (ours, theirs):
        make_submitted_proposal(challenge, organisation_id=one.id, state="selected")
    person = make_person()
    place = {"organisation_id": cluster.id}
    make_team_member(challenge.event, person, TeamRole.CO_ORGANISER, **place)
    archive = exported(person, challenge)
    assert [(row["organisation"], row["state"]) for row in rows_in(archive)] == [
        ("Ours", "eligible")
    ]
    assert "Theirs" not in text_of(path_of(db.session.scalar(select(Work)).file).read_bytes())


@pytest.mark.parametrize("role", [TeamRole.DESK, TeamRole.SCANNER, TeamRole.REPORT_READER, None])
def test_nobody_else_gets_one(browser, client, challenge, role):
    author = make_submitted_proposal(challenge).created_by
    person = make_person() if role else author
    if role:
        make_team_member(challenge.event, person, role)
    assert not can(actor_for(person), Permission.CHALLENGE_EXPORT, challenge)
    path = f"/challenges/{encode_id(challenge.id)}/proposals/export"
    browser.sign_in(person)
    assert browser.get(path).status_code == 403
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    program = f"/api/v1/challenges/{encode_id(challenge.id)}/proposals/exports"
    assert client.post(program, headers=headers).status_code == 403
    assert db.session.scalar(select(Work)) is None


def test_who_lost_the_right_no_longer_gets_the_file(challenge):
    make_submitted_proposal(challenge)
    lead = lead_of(challenge)
    exported(lead, challenge)
    found = db.session.scalars(select(Work)).one()
    with unit_of_work():
        seat = db.session.scalars(select(TeamMember).where(TeamMember.person_id == lead.id)).one()
        db.session.delete(seat)
    with pytest.raises(NotFound):
        get_work(actor_for(lead), found.id)


def test_it_is_logged_and_an_empty_one_is_refused(challenge):
    lead = lead_of(challenge)
    with pytest.raises(Conflict, match="nothing_to_export"), unit_of_work():
        exporting.start_export(actor_for(lead), challenge.id)
    make_submitted_proposal(challenge)
    exported(lead, challenge)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.name == "ProposalsExported"))
    assert entry.one().payload["challenge_id"] == challenge.id


def test_from_the_board_to_the_download_and_by_the_api(app, client, browser, challenge):
    make_submitted_proposal(challenge)
    lead = lead_of(challenge)
    browser.sign_in(lead)
    ref = encode_id(challenge.id)
    address = f"/challenges/{ref}/proposals/export"
    assert address in browser.get(f"/manage/day/proposals?challenge={ref}").text
    assert address in browser.get(f"/challenges/{ref}").text
    assert "What the archive holds" in browser.get(address).text
    waiting = browser.post(address).location
    run_jobs()
    assert "It is ready" in browser.get(waiting).text
    assert browser.get(f"{waiting}/file").mimetype == "application/zip"
    headers = {"Authorization": f"Bearer {make_api_token(lead)}"}
    begun = client.post(f"/api/v1/challenges/{ref}/proposals/exports", headers=headers)
    assert (begun.status_code, begun.json["state"]) == (201, "waiting")
    run_jobs()
    file = client.get(f"/api/v1/work/{begun.json['id']}/file", headers=headers)
    assert zipfile.ZipFile(io.BytesIO(file.data)).testzip() is None
