"""Freezing figures, and setting reports from what was frozen."""

import json

import pytest
from sqlalchemy import text, update

from app.core import work
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.files import path_of
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.queries import get_managed_event
from app.juries.facts import DecisionRecorded
from app.reports import queries, services
from app.reports.models import Snapshot
from app.reports.queries.records import load_records
from app.reports.rules.freezing import digest_of, thaw
from app.tickets.models import Ticket
from tests.app.reports.conftest import add_challenge, add_guest
from tests.factories.checkin import make_gate
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.juries import make_juror
from tests.factories.tickets import make_ticket_type
from tests.worker import run_jobs


def event_of(day):
    return get_managed_event(day.actor, day.event.slug)


def freeze(day, reason="Final figures"):
    with unit_of_work():
        return services.freeze_snapshot(day.actor, event_of(day), reason=reason)


def start(day, version=1):
    with unit_of_work():
        return services.start_report(day.actor, event_of(day), version)


def tamper(snapshot, **values):
    with unit_of_work():
        db.session.execute(update(Snapshot).where(Snapshot.id == snapshot.id).values(**values))
    db.session.expire_all()


def facts():
    rows = db.session.query(AuditEntry).order_by(AuditEntry.id)
    return [(row.name, row.payload) for row in rows if row.name in ("SnapshotFrozen", "ReportMade")]


def test_figures_are_counted_from_the_records(day):
    _records, outcome = services.count_figures(day.actor, event_of(day))
    found = {one.key: (one.value, one.of) for one in outcome.figures}
    assert {key: found[key] for key in ("registered", "attended", "show_up", "organisations")} == {
        "registered": (3, None),
        "attended": (2, None),
        "show_up": (2, 3),
        "organisations": (2, None),
    }
    assert [found[key] for key in ("submitted", "evaluated", "selected", "coverage")] == [
        (2, 2),
        (2, 2),
        (1, 2),
        (2, 2),
    ]


def test_records_hold_no_names_or_addresses_of_people(day):
    text_of = queries.get_snapshot(day.event, freeze(day).version, with_content=True).content
    assert [word for word in ("Νίκος", "Παππάς", "guest1@", "Žukauskaitė") if word in text_of] == []


def test_a_shortlisting_is_remembered_when_something_else_was_decided_later(day):
    from app.core.facts import record

    proposal = load_records(event_of(day)).proposals
    assert [one.was_shortlisted for one in proposal] == [False, False]
    from app.proposals.models import Proposal

    loser = db.session.query(Proposal).filter_by(state="not_selected").one()
    with unit_of_work():
        fact = DecisionRecorded(
            event_id=day.event.id,
            challenge_id=loser.challenge_id,
            proposal_id=loser.id,
            outcome="shortlisted",
            previous_outcome=None,
        )
        record(fact)
    found = {one.state: one.was_shortlisted for one in load_records(event_of(day)).proposals}
    assert found == {"selected": False, "not_selected": True}


@pytest.mark.parametrize("rows", [1, 3])
def test_records_take_the_same_statements_for_few_and_many(day, count_queries, rows):
    gate, kind = make_gate(day.event, f"Gate {rows}"), make_ticket_type(day.event)
    for number in range(rows):
        add_guest(day.event, kind, gate, 10 + number)
        add_challenge(day.event, make_juror(day.event), number + 5)
    event = event_of(day)
    with count_queries as n:
        load_records(event)
    assert n.count == 11


def test_a_snapshot_is_numbered_and_keeps_its_digest(day):
    first, second = freeze(day, "First"), freeze(day, "Second")
    assert (first.version, second.version) == (1, 2)
    stored = queries.get_snapshot(day.event, 2, with_content=True)
    assert digest_of(stored.content) == stored.sha256
    assert [one.sha256 for one in thaw(stored.content).earlier] == [first.sha256]
    assert facts() == [
        (
            "SnapshotFrozen",
            {"snapshot_id": one.id, "version": n, "sha256": one.sha256},
        )
        for n, one in ((1, first), (2, second))
    ]


def test_later_changes_of_records_change_nothing(day):
    before = queries.get_snapshot(day.event, freeze(day).version, with_content=True).content
    with unit_of_work():
        db.session.execute(update(Ticket).values(country="FR", is_project_staff=True))
    db.session.expire_all()
    after = queries.get_snapshot(day.event, 1, with_content=True)
    assert after.content == before
    assert queries.read_snapshot(after).outcome.figure("participations").value == 2
    assert services.count_figures(day.actor, event_of(day))[1].figure("participations").value == 0


def test_a_snapshot_cannot_be_changed_or_removed(day):
    snapshot = freeze(day)
    with pytest.raises(TypeError, match="snapshot 1 is frozen"), unit_of_work():
        db.session.merge(snapshot).reason = "Another"
    with pytest.raises(TypeError, match="snapshot 1 is frozen"), unit_of_work():
        db.session.delete(db.session.get(Snapshot, snapshot.id))
    assert queries.get_snapshot(day.event, 1).reason == "Final figures"


def rewritten(day, change):
    stored = queries.get_snapshot(day.event, 1, with_content=True)
    plain = json.loads(stored.content)
    change(plain)
    return json.dumps(plain)


def raise_attended(plain):
    plain["outcome"]["figures"][2]["value"] += 100


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (lambda text: {"content": text}, "snapshot_digest_differs"),
        (lambda text: {"content": text, "sha256": digest_of(text)}, "snapshot_not_recounted"),
        (lambda _: {"content": "{}", "sha256": digest_of("{}")}, "snapshot_unreadable"),
        (lambda _: {"reason": "Another reason"}, "snapshot_mislabelled"),
    ],
)
def test_a_changed_snapshot_is_refused(day, values, code):
    snapshot = freeze(day)
    tamper(snapshot, **values(rewritten(day, raise_attended)))
    with pytest.raises(Conflict) as refused:
        start(day)
    assert refused.value.code == code


def test_a_snapshot_changed_while_its_report_waits_is_refused_too(day):
    snapshot = freeze(day)
    report = start(day)
    tamper(snapshot, content="{}")
    run_jobs()
    made = work.get_work(day.actor, report.work_id)
    assert (made.state, made.error, made.file) == ("failed", "snapshot_digest_differs", None)


@pytest.mark.slow
def test_a_report_is_made_from_its_snapshot(day):
    snapshot = freeze(day)
    with pytest.raises(NotFound):
        services.get_file(day.actor, event_of(day), 1)
    report = start(day)
    with pytest.raises(Conflict, match="report_not_ready"):
        services.get_file(day.actor, event_of(day), 1)
    run_jobs()
    file = services.get_file(day.actor, event_of(day), 1)
    made = work.get_work(day.actor, report.work_id)
    assert (made.state, made.done, made.total) == ("done", 3, 4)
    assert path_of(file).read_bytes()[:5] == b"%PDF-"
    assert file.filename == "past-day-outcome-report-v1.pdf"
    assert facts()[-1] == (
        "ReportMade",
        {
            "report_id": report.id,
            "snapshot_id": snapshot.id,
            "version": 1,
            "file_sha256": file.sha256,
        },
    )


@pytest.mark.parametrize(
    ("role", "sees", "makes"),
    [
        (TeamRole.LEAD, True, True),
        (TeamRole.CO_ORGANISER, False, False),
        (TeamRole.REPORT_READER, True, False),
        (TeamRole.DESK, False, False),
        (TeamRole.SCANNER, False, False),
    ],
)
def test_who_may(day, role, sees, makes):
    person = make_person()
    make_team_member(day.event, person, role)
    actor = actor_of(person)
    event = get_managed_event(actor, day.event.slug)
    refusal = Forbidden if sees else NotFound
    if sees:
        services.count_figures(actor, event)
    else:
        with pytest.raises(NotFound):
            services.count_figures(actor, event)
    if makes:
        with unit_of_work():
            services.freeze_snapshot(actor, get_managed_event(actor, "past-day"), reason="x")
    else:
        with pytest.raises(refusal), unit_of_work():
            services.freeze_snapshot(actor, event, reason="x")


@pytest.mark.parametrize("rows", [1, 3])
def test_snapshots_are_listed_in_two_statements(day, count_queries, rows):
    for _ in range(rows):
        start(day, freeze(day).version)
    db.session.expunge_all()
    event = event_of(day)
    with count_queries as n:
        listed = queries.list_snapshots(event)
        assert [(one.version, report.work.state) for one, report in listed] == [
            (version, "waiting") for version in range(rows, 0, -1)
        ]
    assert n.count == 2


def test_a_number_is_given_only_once(day):
    freeze(day)
    columns = "event_id, version, reason, content, sha256, taken_at"
    again = text(f"INSERT INTO snapshot (id, {columns}) SELECT id + 1, {columns} FROM snapshot")
    with pytest.raises(Conflict, match="frozen_meanwhile"), unit_of_work() as session:
        session.execute(again)
