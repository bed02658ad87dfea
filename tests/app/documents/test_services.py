"""Asking, answering, accepting and opening, on the real database."""

import io
from datetime import UTC, datetime
from functools import partial

import pikepdf
import pytest
import time_machine

from app.core import audit
from app.core.authz import ANONYMOUS
from app.core.content import PDF
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.uow import unit_of_work
from app.documents import queries, services
from app.documents.models import Acceptance, Access, Opening
from app.documents.rules import AccessState, Tier
from app.events.models import TeamRole
from app.juries.models import Assignment, ConflictOfInterest
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.documents import (
    let_in,
    make_access,
    make_agreement,
    make_file,
    make_text,
    member,
    owner_of,
)
from tests.factories.events import make_team_member
from tests.factories.identity import make_member, make_organisation, make_person
from tests.factories.juries import make_assignment, make_juror
from tests.factories.proposals import make_proposal
from tests.regress.corpus import pdf

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def do(use_case, *args, **more):
    with unit_of_work():
        return use_case(*args, **more)


def opens(actor, document):
    try:
        return do(services.open_document, actor, document.challenge_id, document.id)
    except NotFound:
        return None


@pytest.fixture
def challenge(app):
    challenge = make_challenge()
    make_agreement(challenge)
    return challenge


@pytest.fixture
def firm(challenge):
    return make_organisation(name="Frostwerk")


@pytest.fixture
def reader(firm):
    return make_member(firm)


def test_every_circle_opens_its_own_tiers(challenge, firm, reader):
    documents = [make_text(challenge, tier) for tier in Tier]
    let_in(challenge, reader, firm.id)
    juror = make_juror(challenge.event)
    make_assignment(juror, make_proposal(challenge, state="eligible"))
    colleague = make_member(firm)  # let in, but has not accepted it in their own name
    opened = {
        name: [one.tier for one in documents if opens(actor, one)]
        for name, actor in {
            "anybody": ANONYMOUS,
            "stranger": member(make_person()),
            "colleague": member(colleague),
            "lead": member(make_team_member(challenge.event, make_person()).person),
            "reader": member(reader),
            "other juror": member(make_juror(challenge.event).person),
            "juror": member(juror.person),
            "owner": member(owner_of(challenge)),
        }.items()
    }
    known = ["public", "registered"]
    assert opened == {
        "anybody": ["public"],
        "stranger": known,
        "colleague": known,
        "lead": known,
        "reader": [*known, "agreement"],
        "other juror": known,
        "juror": [*known, "agreement", "closed"],
        "owner": [*known, "agreement", "closed"],
    }
    assert db.session.query(Opening).count() == 1 + 2 + 2


@pytest.mark.parametrize("how", ["handed over", "tied"])
def test_whoever_judges_nothing_any_more_reads_no_documents_of_the_jury(challenge, how):
    """Not after stepping back or handing over, nor where a conflict stands against the pair."""
    document = make_text(challenge, Tier.CLOSED)
    juror = make_juror(challenge.event)
    pairs = [
        make_assignment(juror, make_proposal(challenge, state="eligible")) for _number in range(2)
    ]
    for number, pair in enumerate(pairs, 1):
        assert opens(member(juror.person), document), f"before the end of pair {number}"
        if how == "handed over":
            with unit_of_work():
                db.session.get_one(Assignment, pair.id).recused_at = NOW
        else:
            key = {"juror_id": juror.id, "proposal_id": pair.proposal_id}
            saved(partial(ConflictOfInterest, kind="family", source="juror", **key))
    assert not opens(member(juror.person), document)


def test_an_opening_is_kept_with_who_for_whom_which_and_when(challenge, firm, reader):
    document = make_text(challenge)
    access = let_in(challenge, reader, firm.id)
    with time_machine.travel(NOW, tick=False):
        opened = opens(member(reader), document)
    assert (opened.reader, opened.organisation) == (reader.name, "Frostwerk")
    assert opened.is_marked
    (row,) = queries.list_openings(challenge, 10)
    assert (row.person_id, row.organisation_id) == (reader.id, access.organisation_id)
    assert (row.document_id, row.tier, row.opened_at) == (document.id, "agreement", NOW)
    entry = db.session.query(audit.AuditEntry).order_by(audit.AuditEntry.id.desc()).first()
    assert entry.name == "DocumentOpened"
    assert not opens(member(owner_of(challenge)), document).is_marked


def test_access_ends_with_the_withdrawal_and_with_a_new_agreement(challenge, firm, reader):
    document, owner = make_text(challenge), member(owner_of(challenge))
    access = let_in(challenge, reader, firm.id)
    answer = (services.answer_access, owner, challenge.id, access.id)
    with pytest.raises(Invalid, match="reason_needed"):
        do(*answer, state=AccessState.WITHDRAWN)
    do(*answer, state=AccessState.WITHDRAWN, reason="They left the programme")
    assert opens(member(reader), document) is None
    with pytest.raises(Conflict, match="access_answered"):
        do(*answer, state=AccessState.WITHDRAWN, reason="Again")
    do(*answer, state=AccessState.CONFIRMED)
    assert opens(member(reader), document)
    do(services.write_agreement, owner, challenge.id, "A stricter text")
    assert opens(member(reader), document) is None
    accept = (services.accept_agreement, member(reader), challenge.id)
    with pytest.raises(Conflict, match="agreement_changed"):
        do(*accept, version=1)
    do(*accept, version=2)
    do(*accept, version=2)
    assert opens(member(reader), document)
    assert [one.agreement.version for one in queries.list_acceptances(challenge, 9)] == [2, 1]


def test_nobody_accepts_before_they_are_let_in(challenge, firm, reader):
    actor = member(reader)
    with pytest.raises(Conflict, match="access_missing"):
        do(services.accept_agreement, actor, challenge.id, version=1)
    asked = do(services.ask_access, actor, challenge.id, note="We build heat pumps")
    assert (asked.organisation_id, asked.state) == (firm.id, "asked")
    with pytest.raises(Conflict, match="access_missing"):
        do(services.accept_agreement, actor, challenge.id, version=1)
    with pytest.raises(Conflict, match="access_asked"):
        do(services.ask_access, actor, challenge.id)
    assert db.session.query(Acceptance).count() == 0


def test_only_the_owner_and_the_lead_let_organisations_in(challenge, firm, reader):
    access = make_access(challenge, reader, firm.id, state="asked")
    yes = {"state": AccessState.CONFIRMED}
    beside = make_team_member(challenge.event, make_person(), TeamRole.CO_ORGANISER)
    for person in (reader, make_member(make_organisation()), beside.person):
        with pytest.raises((Forbidden, NotFound)):
            do(services.answer_access, member(person), challenge.id, access.id, **yes)
    other = make_challenge()
    owner = member(owner_of(other))
    with pytest.raises(NotFound):
        do(services.answer_access, owner, other.id, access.id, **yes)
    lead = make_team_member(challenge.event, make_person())
    do(services.answer_access, member(lead.person), challenge.id, access.id, **yes)
    assert db.session.get(Access, access.id).state == "confirmed"


def test_the_owner_asks_nobody_and_keeps_the_shelf_alone(challenge):
    owner = member(owner_of(challenge))
    with pytest.raises(Forbidden):
        do(services.ask_access, owner, challenge.id)
    lead = make_team_member(challenge.event, make_person())
    for actor in (member(lead.person), member(make_person())):
        with pytest.raises(Forbidden):
            do(services.add_text, actor, challenge.id, title="a", tier=Tier.PUBLIC, text="b")


def test_a_document_needs_an_agreement_before_it_stands_under_one(app):
    challenge = make_challenge()
    owner = member(owner_of(challenge))
    add = (services.add_text, owner, challenge.id)
    with pytest.raises(Invalid, match="agreement_missing"):
        do(*add, title="a", tier=Tier.AGREEMENT, text="b")
    document = do(*add, title="a", tier=Tier.CLOSED, text="b")
    with pytest.raises(Invalid, match="agreement_missing"):
        do(services.set_tier, owner, challenge.id, document.id, Tier.AGREEMENT)
    assert do(services.set_tier, owner, challenge.id, document.id, Tier.PUBLIC).tier == "public"
    assert opens(ANONYMOUS, document)
    do(services.remove_document, owner, challenge.id, document.id)
    assert opens(owner, document) is None


def test_there_is_a_most(challenge, monkeypatch):
    monkeypatch.setattr(services, "MOST_DOCUMENTS", 1)
    make_text(challenge)
    owner = member(owner_of(challenge))
    with pytest.raises(Invalid, match="too_many_documents"):
        do(services.add_text, owner, challenge.id, title="a", tier=Tier.CLOSED, text="b")


def test_a_draft_shows_its_documents_to_its_owner_only(app):
    draft = make_challenge(phase="draft")
    document = make_text(draft, Tier.PUBLIC)
    assert opens(ANONYMOUS, document) is None
    assert opens(member(make_person()), document) is None
    assert opens(member(owner_of(draft)), document)


@pytest.mark.parametrize("documents", [1, 3])
def test_a_shelf_takes_so_many_reads_whatever_it_holds(
    challenge, firm, reader, count_queries, documents
):
    for _ in range(documents):
        make_text(challenge)
    let_in(challenge, reader, firm.id)
    actor = member(reader)
    with count_queries as counted:
        queries.shelf_of(actor, challenge)
    assert counted.count == 5


def test_the_file_keeps_its_bytes(challenge):
    data = pdf()
    stored = make_file(challenge, data, "plan.pdf", PDF).file
    with pikepdf.open(io.BytesIO(data)) as made:
        assert len(made.pages) == 1
    assert stored.size == len(data)
