"""Keeping an applicant file, and what proposals take of it."""

import pytest
import time_machine

from app.applicants import queries, services
from app.core.content import PDF, CheckedFile
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.files import place
from app.core.uow import unit_of_work
from app.events.policies import EVERYBODY
from app.identity.models import Organisation
from app.identity.queries import actor_for
from app.identity.rules import MemberRole
from app.proposals.models import Proposal
from app.proposals.queries import get_submitted, has_other_applicant, list_files, list_packed
from app.proposals.rules.packing import COLUMNS, rows_of
from app.proposals.services import judging, submitting, writing
from tests.factories.applicants import attach, make_applicant_file
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person


@pytest.fixture
def home(app):
    return make_organisation(name="Frost")


@pytest.fixture
def person(home):
    return make_member(home)


def save(person, home, version, **values):
    with unit_of_work():
        return services.save_file(actor_for(person), home.id, version=version, values=values)


def start(person, challenge):
    with unit_of_work():
        made = writing.start_proposal(actor_for(person), challenge.id)
    with unit_of_work():
        values = {"title": "T", "summary": "S", "trl": 6, "answers": {"solution": "Yes"}}
        writing.save_proposal(actor_for(person), made.id, version=made.version, values=values)
    return again(made)


def again(proposal):
    db.session.expire_all()
    return db.session.get_one(Proposal, proposal.id)


def submit(person, proposal):
    with unit_of_work():
        return submitting.submit_proposal(actor_for(person), proposal.id)


def test_the_first_word_makes_the_file_and_each_save_the_next_version(home, person):
    assert save(person, home, 0, pitch="Cold").version == 1
    assert save(person, home, 1, team="Two").version == 2
    kept = queries.find_file(home.id)
    assert (kept.pitch, kept.team, kept.version) == ("Cold", "Two", 2)


@pytest.mark.parametrize("version", [0, 1, 9])
def test_whoever_read_another_version_is_told_and_changes_nothing(home, person, version):
    save(person, home, 0, pitch="Cold")
    save(person, home, 1, pitch="Colder")
    with pytest.raises(Conflict) as refused:
        save(person, home, version, pitch="Warm")
    assert refused.value.code == "changed_meanwhile"
    db.session.expire_all()
    assert queries.find_file(home.id).pitch == "Colder"


def test_rights_are_declared_once_by_a_person_and_taken_back(home, person):
    colleague = make_member(home)
    declared = save(person, home, 0, has_rights=True)
    at = declared.rights_declared_at
    assert declared.rights_declared_by_id == person.id
    kept = save(colleague, home, 1, has_rights=True)
    assert (kept.rights_declared_at, kept.rights_declared_by_id) == (at, person.id)
    gone = save(colleague, home, 2, has_rights=False)
    assert (gone.rights_declared_at, gone.rights_declared_by_id) == (None, None)


def test_nobody_but_those_who_act_for_the_organisation_finds_the_file(home, person):
    make_applicant_file(home)
    event = make_event()
    strangers = [
        make_member(make_organisation()),
        make_member(db.session.get_one(Organisation, event.lead_organisation_id)),
        make_person(is_operator=True),
        make_member(home, make_person(), role=MemberRole.OBSERVER),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            queries.get_applicant(actor_for(stranger), home.id)
        with pytest.raises(NotFound):
            save(stranger, home, 1, pitch="Mine")
    assert queries.find_file(home.id).pitch == "We keep cold stores cold"


def test_a_fourth_file_is_refused(home, person):
    for number in (1, 2, 3):
        attach(home, person, f"{number}.pdf")
    file = place(CheckedFile(b"%PDF-1.7", "4.pdf", PDF))
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.add_attachment(actor_for(person), home.id, file)
    assert refused.value.code == "too_many_attachments"
    assert len(queries.list_attachments(home.id)) == 3


def test_a_started_proposal_takes_the_file_with_what_is_attached(home, person):
    make_applicant_file(home)
    deck = attach(home, person)
    proposal = start(person, make_challenge())
    assert proposal.applicant["pitch"] == "We keep cold stores cold"
    assert [(one.file_id, one.is_standard) for one in list_files(proposal)] == [(deck, True)]
    assert not has_other_applicant(proposal)


def test_without_a_file_a_proposal_freezes_what_it_always_froze(home, person):
    proposal = start(person, make_challenge())
    assert proposal.applicant is None
    assert "applicant" not in submit(person, proposal).content


def test_what_was_submitted_keeps_its_copy_until_it_is_taken_over(home, person):
    make_applicant_file(home)
    deck = attach(home, person)
    proposal = start(person, make_challenge())
    first = submit(person, proposal)
    assert first.content["applicant"]["team"] == "Two physicists and a baker."
    assert [one["id"] for one in first.content["files"]] == [deck]

    save(person, home, 1, team="Two physicists")
    with unit_of_work():
        (entry,) = queries.list_attachments(home.id)
        services.remove_attachment(actor_for(person), home.id, entry.id)
    sheet = attach(home, person, "sheet.pdf")
    proposal = again(proposal)
    assert has_other_applicant(proposal)
    assert submit(person, proposal).number == 1

    with unit_of_work():
        writing.take_applicant_file(actor_for(person), proposal.id, version=proposal.version)
    proposal = again(proposal)
    assert not has_other_applicant(proposal)
    second = submit(person, proposal)
    assert second.number == 2
    assert second.sha256 != first.sha256
    assert second.content["applicant"]["team"] == "Two physicists"
    assert [one["id"] for one in second.content["files"]] == [sheet]
    assert first.content["applicant"]["team"] == "Two physicists and a baker."


def test_a_file_that_comes_back_stands_there_once(home, person):
    proposal = start(person, make_challenge())
    deck = attach(home, person)
    for _ in range(2):
        with unit_of_work():
            writing.take_applicant_file(
                actor_for(person), proposal.id, version=again(proposal).version
            )
    assert [one.file_id for one in list_files(proposal)] == [deck]
    with unit_of_work():
        submitted = submitting.submit_proposal(actor_for(person), proposal.id)
    assert [one["id"] for one in submitted.content["files"]] == [deck]
    assert [one.file_id for one in list_files(get_submitted(again(proposal)))] == [deck]


def test_files_of_the_organisation_neither_count_nor_go_one_by_one(home, person):
    deck = attach(home, person)
    proposal = start(person, make_challenge())
    for number in range(5):
        file = place(CheckedFile(b"%PDF-1.7", f"{number}.pdf", PDF))
        with unit_of_work():
            writing.add_file(actor_for(person), proposal.id, file)
    with pytest.raises(NotFound), unit_of_work():
        writing.remove_file(actor_for(person), proposal.id, deck)
    assert len(list_files(proposal)) == 6


def test_taking_over_names_the_version_that_was_read(home, person):
    proposal = start(person, make_challenge())
    actor, version = actor_for(person), proposal.version - 1
    with pytest.raises(Conflict) as refused, unit_of_work():
        writing.take_applicant_file(actor, proposal.id, version=version)
    assert refused.value.code == "changed_meanwhile"


def test_nothing_is_taken_over_after_the_deadline(home, person):
    challenge = make_challenge()
    proposal = start(person, challenge)
    make_applicant_file(home)
    actor, version, late = actor_for(person), proposal.version, deadline_of(challenge)
    with time_machine.travel(late), pytest.raises(Conflict) as refused, unit_of_work():
        writing.take_applicant_file(actor, proposal.id, version=version)
    assert refused.value.code == "deadline_passed"
    assert again(proposal).applicant is None


def test_screening_puts_back_what_was_submitted_with_its_copy(home, person):
    event = make_event()
    make_applicant_file(home)
    challenge = make_challenge(event)
    proposal = start(person, challenge)
    submit(person, proposal)
    save(person, home, 1, pitch="Something else")
    with unit_of_work():
        actor = actor_for(person)
        writing.take_applicant_file(actor, proposal.id, version=again(proposal).version)
    lead = make_person()
    make_team_member(event, lead)
    with time_machine.travel(deadline_of(challenge)), unit_of_work():
        judging.screen_proposal(actor_for(lead), proposal.id, "eligible")
    assert again(proposal).applicant["pitch"] == "We keep cold stores cold"


def test_an_export_has_the_copy_in_its_table(home, person):
    make_applicant_file(home)
    challenge = make_challenge()
    submit(person, start(person, challenge))
    (row,) = rows_of(list_packed(challenge.id, EVERYBODY, for_owner=True))
    named = dict(zip(COLUMNS, row, strict=False))
    assert named["pitch"] == "We keep cold stores cold"
    assert named["references"] == "Nine cold stores in three countries."
    assert named["protection"] == "granted"
    assert named["rights_declared_at"] == ""
