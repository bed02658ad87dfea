"""The log: who sees which entries, in words, by filters, page by page, and as a file."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from sqlalchemy import select

from app.core import audit
from app.core.audit import AuditEntry, AuditSubject
from app.core.db import db
from app.core.facts import record
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.core.work import Work
from app.events.facts import EventChanged, EventPublished, TeamMemberAdded
from app.identity.facts import MemberRemoved, PersonSignedIn
from app.juries.facts import JurorAccepted
from app.proposals.facts import ProposalStarted
from app.proposals.models import Proposal
from tests.api.program import Program
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_organisation, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs


def note(*facts):
    with unit_of_work():
        for fact in facts:
            record(fact)


def make_lead(event, **values):
    person = make_person(**values)
    make_team_member(event, person)
    return person


def test_an_entry_is_found_by_who_acted_and_by_all_that_it_names(app):
    note(MemberRemoved(actor_id=3, organisation_id=5, person_id=7))
    note(PersonSignedIn(actor_id=7, person_id=7))
    found = db.session.execute(
        select(AuditSubject.thing_id, AuditEntry.name)
        .join(AuditEntry, AuditEntry.id == AuditSubject.entry_id)
        .order_by(AuditSubject.thing_id, AuditEntry.id)
    ).all()
    assert [tuple(row) for row in found] == [
        (3, "MemberRemoved"),
        (5, "MemberRemoved"),
        (7, "MemberRemoved"),
        (7, "PersonSignedIn"),
    ]
    assert audit.check_chain(db.session()).sound == 2


def test_a_lead_reads_who_did_what_at_the_event_and_nothing_of_others(browser):
    event, other = make_event(slug="day"), make_event()
    lead = make_lead(event, given_name="Ona", family_name="Kazlauskienė")
    added = make_person(given_name="Piet", family_name="de Wit")
    note(
        EventPublished(actor_id=lead.id, event_id=event.id, slug="day"),
        TeamMemberAdded(actor_id=lead.id, event_id=event.id, person_id=added.id, role="desk"),
        EventChanged(actor_id=lead.id, event_id=other.id, changed=("name",)),
    )
    browser.sign_in(lead)
    page = browser.get("/manage/day/log").text
    assert page.count("Ona Kazlauskienė</a>") == 2
    assert "Published the event" in page
    assert "Put somebody on the team" in page
    assert ">Piet de Wit</a>" in page
    assert "Changed the details" not in page


def test_only_a_lead_sees_an_event_s_log_and_only_an_operator_the_installation_s(browser, client):
    event = make_event(slug="day")
    desk, operator = make_person(), make_person(is_operator=True)
    co_organiser = make_person()
    make_team_member(event, desk, "desk")
    make_team_member(event, co_organiser, "co_organiser")
    for person, path, status in (
        (desk, "/manage/day/log", 404),
        (co_organiser, "/manage/day/log", 404),
        (co_organiser, "/admin/log", 404),
        (desk, "/admin/log", 404),
        (operator, "/manage/day/log", 404),
        (operator, "/admin/log", 200),
    ):
        browser.sign_in(person)
        assert (browser.get(path).status_code, path) == (status, path)
    for person in (desk, co_organiser):
        program = Program.of(client, person)
        for path in ("/log", "/events/day/log"):
            assert program.send("GET", path).status_code == 404
            assert program.send("POST", f"{path}/exports", json={}).status_code == 404


def test_a_co_organiser_learns_nothing_of_the_log_on_the_event_s_page(browser):
    event = make_event(slug="day")
    make_team_member(event, co_organiser := make_person(), "co_organiser")
    foreign = make_person(given_name="Foreign", family_name="Name")
    note(TeamMemberAdded(actor_id=foreign.id, event_id=event.id, person_id=foreign.id, role="desk"))
    page = browser.sign_in(co_organiser).get("/manage/day")
    assert page.status_code == 200
    assert ("/manage/day/log" in page.text, "Put somebody on" in page.text) == (False, False)


def test_challenges_and_proposals_are_called_by_the_titles_that_the_reader_may_see(browser):
    challenge = make_challenge(make_event(slug="day"), phase="draft", title="Quiet pumps")
    handed_in = make_submitted_proposal(challenge, title="Rubber feet")
    draft = make_proposal(challenge, title="Secret springs")
    lead, operator = make_lead(challenge.event), make_person(is_operator=True)
    common = {"actor_id": lead.id, "event_id": challenge.event_id, "challenge_id": challenge.id}
    with unit_of_work():
        db.session.get_one(Proposal, handed_in.id).title = "Rubber feet and more"
    note(
        *(
            ProposalStarted(**common, proposal_id=one.id, organisation_id=one.organisation_id)
            for one in (handed_in, draft)
        )
    )

    def told(reader, path):
        page = browser.sign_in(reader).get(path).text
        titles = ("Quiet pumps", "Rubber feet<", "and more", "Secret springs")
        return [title in page for title in titles]

    assert told(lead, "/manage/day/log") == [True, True, False, False]
    assert told(operator, "/admin/log") == [False, False, False, False]


def test_the_operator_is_not_told_who_was_in_an_event(browser, client):
    event, operator = make_event(slug="day"), make_person(is_operator=True)
    juror = make_person(given_name="Jana", family_name="Jurorova")
    note(
        JurorAccepted(actor_id=juror.id, event_id=event.id, juror_id=9, person_id=juror.id),
        TeamMemberAdded(
            actor_id=operator.id, event_id=event.id, person_id=juror.id, role="report_reader"
        ),
        PersonSignedIn(actor_id=juror.id, person_id=juror.id),
    )
    page = browser.sign_in(operator).get("/admin/log").text
    assert page.count('data-label="When"') == 3
    assert (page.count("Jurorova"), page.count(encode_id(juror.id))) == (1, 1)  # the sign-in
    assert page.count("Somebody at the event") == 2
    about = f"about={encode_id(juror.id)}"
    assert browser.get(f"/admin/log?{about}").text.count('data-label="When"') == 1
    program = Program.of(client, operator)
    told = [(one["actor_id"], one["payload"]) for one in program.get("/log")["items"]]
    assert told[1:] == [(None, {}), (None, {})]
    assert [one["name"] for one in program.get(f"/log?{about}")["items"]] == ["PersonSignedIn"]
    browser.post("/admin/log/export", {"form": "jsonl"}, page="/admin/log")
    run_jobs()
    work = db.session.scalars(select(Work)).one()
    lines = browser.get(f"/work/{encode_id(work.id)}/file").text.splitlines()
    assert [json.loads(one)["name"] for one in lines] == ["PersonSignedIn", "LogExported"]


@pytest.mark.parametrize(
    "asked", ["before=9999999999999999999999", "before=-1", "day=9999-12-31", "day=0001-01-01"]
)
def test_what_no_log_can_hold_counts_as_not_asked(browser, client, asked):
    operator = make_person(is_operator=True)
    note(PersonSignedIn(actor_id=operator.id, person_id=operator.id))
    browser.sign_in(operator)
    for path in ("/profile/activity", "/admin/log"):
        page = browser.get(f"{path}?{asked}")
        assert (page.status_code, page.text.count('data-label="When"')) == (200, 1)
    program = Program.of(client, operator)
    status = 422 if asked.startswith("day") else 200
    assert program.send("GET", f"/me/log?{asked}").status_code == status


def test_filters_by_subject_thing_and_day_stay_in_the_address(browser):
    event = make_event(slug="day", timezone="Europe/Athens")
    lead, added = make_lead(event), make_person()
    late = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # half past midnight in Athens
    with time_machine.travel(late, tick=False):
        note(EventPublished(actor_id=lead.id, event_id=event.id, slug="day"))
    with time_machine.travel(late + timedelta(days=1), tick=False):
        note(TeamMemberAdded(actor_id=lead.id, event_id=event.id, person_id=added.id, role="desk"))
    browser.sign_in(lead)

    def shown(query):
        text = browser.get(f"/manage/day/log?{query}").text
        return "Published the event" in text, "Put somebody on" in text

    assert shown("") == (True, True)
    assert shown("subject=events") == (True, True)
    assert shown("subject=juries") == (False, False)
    assert shown("day=2026-11-21") == (True, False)
    assert shown("day=2026-11-20") == (False, False)
    assert shown(f"about={encode_id(added.id)}") == (False, True)
    assert shown(f"about={encode_id(lead.id)}&day=2026-11-22") == (False, True)
    assert shown("subject=nothing&day=x&about=1&before=y") == (True, True)
    page = browser.get(f"/manage/day/log?about={encode_id(added.id)}&day=2026-11-22").text
    asked = f"about={encode_id(added.id)}&amp;day=2026-11-22&amp;subject=events"
    assert f'href="/manage/day/log?{asked}"' in page


def test_a_person_sees_what_they_did_and_what_was_done_to_them(browser, client):
    me, boss, other = (
        make_person(),
        make_person(given_name="Boss", family_name=""),
        make_person(given_name="Xaver"),
    )
    organisation = make_organisation(name="Firma")
    note(
        PersonSignedIn(actor_id=me.id, person_id=me.id),
        MemberRemoved(actor_id=boss.id, organisation_id=organisation.id, person_id=me.id),
        MemberRemoved(actor_id=boss.id, organisation_id=organisation.id, person_id=other.id),
    )
    browser.sign_in(me)
    page = browser.get("/profile/activity").text
    rows = page.count('data-label="When"')
    assert (rows, "Firma" in page, "Boss" in page, other.name in page) == (2, True, True, False)
    assert browser.get(f"/profile/activity?about={encode_id(other.id)}").text.count(
        "data-label"
    ) == (page.count("data-label"))
    listed = Program.of(client, me).get(f"/me/log?about={encode_id(other.id)}")["items"]
    assert [one["name"] for one in listed] == ["MemberRemoved", "PersonSignedIn"]


def test_the_log_is_paged_with_the_same_statements_however_long(browser, count_queries):
    event = make_event(slug="day")
    lead = make_lead(event)
    browser.sign_in(lead)
    counts = []
    for facts in (1, 2, 57):
        note(*[EventChanged(actor_id=lead.id, event_id=event.id, changed=("name",))] * facts)
        with count_queries as n:
            first = browser.get("/manage/day/log").text
        counts.append(n.count)
    assert counts[0] == counts[1] == counts[2]
    assert first.count('data-label="When"') == 50
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert browser.get(older).text.count('data-label="When"') == 10


def test_an_export_can_be_checked_without_a_server(browser, app, tmp_path):
    event, operator = make_event(slug="day"), make_person(is_operator=True)
    lead = make_lead(event)
    for _ in range(3):
        note(EventChanged(actor_id=lead.id, event_id=event.id, changed=("name",)))
        note(PersonSignedIn(actor_id=lead.id, person_id=lead.id))
    browser.sign_in(lead)
    assert browser.post("/manage/day/log/export", {"form": "jsonl"}, page="/manage/day/log")
    run_jobs()
    work = db.session.scalars(select(Work)).one()
    text = browser.get(f"/work/{encode_id(work.id)}/file").text
    found = audit.check_lines(text.splitlines())
    assert (found.sound, found.gaps, found.broken) == (4, 3, None)

    browser.sign_in(operator)
    assert browser.get(f"/work/{encode_id(work.id)}/file").status_code == 404
    browser.post("/admin/log/export", {"form": "jsonl"}, page="/admin/log")
    run_jobs()
    whole = db.session.scalars(select(Work).where(Work.event_id.is_(None))).one()
    text = browser.get(f"/work/{encode_id(whole.id)}/file").text
    file = tmp_path / "log.jsonl"
    file.write_text(text)
    said = app.test_cli_runner().invoke(args=["audit", "check", str(file)])
    assert (said.exit_code, said.output[:31]) == (0, "4 lines are sound, 3 times entr")
    file.write_text(text.replace('"person_id"', '"nobody_id"', 1))
    said = app.test_cli_runner().invoke(args=["audit", "check", str(file)])
    assert (said.exit_code, "Line 1 is not what was written" in said.output) == (1, True)


def test_an_export_as_csv_has_the_same_columns(browser):
    event = make_event(slug="day")
    lead = make_lead(event)
    note(EventChanged(actor_id=lead.id, event_id=event.id, changed=("name",)))
    browser.sign_in(lead).post("/manage/day/log/export", {"form": "csv"}, page="/manage/day/log")
    run_jobs()
    work = db.session.scalars(select(Work)).one()
    text = browser.get(f"/work/{encode_id(work.id)}/file").text
    rows = list(csv.DictReader(StringIO(text.lstrip("\ufeff"))))
    assert [row["name"] for row in rows] == ["EventChanged", "LogExported"]
    assert json.loads(rows[0]["payload"]) == {"changed": ["name"]}


def test_a_line_that_is_no_entry_is_the_first_broken_one():
    for text in ("x", "[]", "{}", '{"hash": 1}'):
        assert audit.check_lines([text]).broken == 1
    assert audit.check_lines([]).sound == 0
