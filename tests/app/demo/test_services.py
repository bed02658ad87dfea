"""The demo as the other features see it, once it is loaded."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.billing.models import Invoice
from app.billing.queries import (
    InvoiceFilter,
    income_of,
    list_invoices,
    list_loose_payments,
    today_of,
)
from app.billing.rules.document import digest
from app.billing.rules.states import standing_of
from app.challenges.models import Challenge
from app.checkin.models import Admission, Gate, Scan, ScannerDevice
from app.checkin.queries.scanners import public_keys
from app.core import clock
from app.core.authz import SYSTEM, can
from app.core.db import db
from app.core.files import path_of
from app.core.ids import decode_id
from app.core.permissions import Permission
from app.demo.services import load_demo, sign_ins
from app.demo.services.loading import PASSWORD
from app.events.queries import get_accepted_keys, get_event
from app.identity.models import Person
from app.identity.passwords import is_password
from app.identity.queries import actor_for, find_person_by_email, list_invitations_of
from app.identity.rules import Purpose
from app.juries.models import Assignment, Juror, Scorecard
from app.juries.queries.exporting import export_jury
from app.juries.queries.overriding import list_overrides
from app.juries.queries.results import load_results
from app.proposals.models import Proposal, ProposalFile, ProposalPartner, Submission
from app.proposals.queries import has_other_applicant
from app.proposals.rules import content_digest, find_problems
from app.registrations.queries.doubles import list_doubles
from app.reports.queries.records import load_records
from app.reports.rules import challenges, juries, participation
from app.selection.models import ChecklistAnswer, IneligibleFinding
from app.support.queries.participants import (
    list_invitations as list_participant_invitations,
)
from app.support.queries.participants import list_mailings, list_recipients
from app.tickets.models import (
    HeldPlaces,
    Quota,
    TakenPlace,
    Ticket,
    Voucher,
    WaitingEntry,
    WaitingOffer,
    WaitingPlace,
)
from app.tickets.rules.badge_token import TicketToken, read_token
from challenges.canonical import canonical_json
from challenges.dossier import build_dossier, read_dossier
from challenges.export import parse_export
from challenges.recount import recount
from tests.conftest import empty_tables

pytestmark = pytest.mark.slow

FINISHED, OPEN = "smart-industry-dresden", "circular-industry-dresden"


@pytest.fixture(scope="module")
def loaded(application):
    """Load the demo once for all tests of this module: they only read."""
    with application.app_context():
        load_demo()
    yield application
    with application.app_context():
        empty_tables()


@pytest.fixture
def demo(loaded):
    with loaded.app_context():
        yield get_event(FINISHED)
        db.session.rollback()


def figures(found):
    return {figure.key: (figure.value, figure.of) for figure in found}


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def challenge(brief):
    return db.session.scalar(select(Challenge).where(Challenge.brief_id == brief))


def test_the_report_counts_180_who_attended(demo):
    records = load_records(demo)
    people = participation.people_of(records)

    assert figures(participation.count_figures(records, people)) == {
        "registered": (210, None),
        "cancelled": (14, 224),
        "attended": (180, None),
        "show_up": (168, 210),
        "no_show": (42, 210),
        "walk_ins": (12, 180),
        "participations": (169, 180),
        "organisations": (118, None),
        "countries": (6, None),
        "sme_share": (61, 70),
    }


def test_the_report_counts_44_proposals_on_their_way(demo):
    records = load_records(demo)
    funnel = challenges.count_funnel(records)

    found = figures(challenges.count_figures(records, funnel))
    assert found["started"] == (55, None)
    assert found["submitted"] == (44, 55)
    assert found["withdrawn"] == (2, 44)
    assert found["ineligible"] == (3, 44)
    assert found["evaluated"] == (39, 44)
    assert found["shortlisted"] == (18, 44)
    assert found["selected"] == (7, 44)
    assert found["cross_border_team"] == (6, 44)
    assert found["research_partner"] == (9, 44)
    assert found["feedback"] == (35, 35)
    assert [(row.submitted, row.evaluated, row.shortlisted, row.selected) for row in funnel] == [
        (10, 9, 3, 1),
        (8, 7, 3, 2),
        (7, 6, 3, 1),
        (6, 6, 3, 1),
        (6, 5, 3, 1),
        (4, 3, 2, 1),
        (3, 3, 1, 0),
    ]


def test_the_report_says_why_one_challenge_had_no_award(demo):
    results = challenges.list_results(load_records(demo))

    assert [row.state for row in results] == ["awarded"] * 6 + ["not_awarded"]
    assert results[6].reason.startswith("No award: none of the three")


def test_the_report_counts_117_scorecards_of_twelve_jurors(demo):
    found = figures(juries.count_figures(load_records(demo)))

    assert found["jurors"] == (12, None)
    assert found["coverage"] == (117, 117)
    assert (found["fewest_sheets"], found["most_sheets"]) == ((3, None), (3, None))
    assert found["conflicts"] == (2, None)
    assert found["reassigned"] == (8, 8)


def test_decisions_follow_the_ranking_or_two_people_signed_them(demo):
    query = select(Challenge).where(Challenge.event_id == demo.id)
    for one in db.session.scalars(query):
        rows = load_results(one, ()).rows
        signed = list_overrides(one, frozenset())
        assert all(each.signed_by_id not in (None, each.asked_by_id) for each in signed)
        free = {each.proposal_id for each in signed}
        follow = [row for row in rows if row.decision and row.proposal_id not in free]
        selected = [row for row in follow if row.decision.outcome == "selected"]
        assert follow[: len(selected)] == selected
        passed = {decode_id(key) for each in signed for key in each.passed}
        assert passed <= {row.proposal_id for row in rows}


def test_the_exports_recount_to_the_same_bytes_and_name_what_is_touched(demo):
    texts = []
    for one in db.session.scalars(select(Challenge).where(Challenge.event_id == demo.id)):
        text = canonical_json(export_jury(SYSTEM, one))
        assert recount(parse_export(text)).is_same
        assert canonical_json(build_dossier(read_dossier(parse_export(text)))) == text
        texts.append(text)
    whole = max(texts, key=len)
    score, sheet, weight = (parse_export(whole) for _ in range(3))
    card = score["rounds"][0]["scorecards"][0]
    card["scores"]["fit"] = 5 - card["scores"]["fit"]
    dropped = sheet["rounds"][0]["scorecards"].pop(4)
    criteria = weight["rounds"][0]["rubrics"][0]["content"]["criteria"]
    criteria[0]["weight"], criteria[-1]["weight"] = criteria[-1]["weight"], criteria[0]["weight"]
    heaviest = f"round 1, version 1, criterion {criteria[0]['key']}"
    pairs = [f"juror {one['juror']}, proposal {one['proposal']}" for one in (card, dropped)]
    for touched, named in (
        (score, f"the scorecard (round 1, {pairs[0]}) was changed after it was written"),
        (sheet, f"the scorecard (round 1, {pairs[1]}) is missing"),
        (weight, f"the criterion ({heaviest}) was changed after it was written"),
    ):
        assert named in [one.message for one in recount(touched).differences]


def test_the_owner_s_juror_judges_every_proposal_to_the_challenge(demo):
    one = challenge("digital/tool-wear-warning-mixed-cnc")
    juror = db.session.scalar(
        select(Juror.id)
        .join(Juror.person)
        .where(Juror.event_id == demo.id, Person.family_name == "Weißmüller")
    )
    judged = count(
        Assignment,
        Assignment.juror_id == juror,
        Assignment.proposal_id.in_(select(Proposal.id).where(Proposal.challenge_id == one.id)),
        Assignment.recused_at.is_(None),
    )
    assert judged == 9


def test_receipts_hold_and_proposals_are_complete(demo):
    for one in db.session.scalars(select(Submission)):
        assert content_digest(one.content) == one.sha256
    for proposal in db.session.scalars(select(Proposal).where(Proposal.submitted_at.isnot(None))):
        assert find_problems(proposal, proposal.challenge.questions) == ()


def test_the_last_version_has_the_file_and_the_file_is_there(demo):
    own = select(ProposalFile).where(ProposalFile.is_standard.is_(False))
    entries = db.session.scalars(own).all()

    assert len(entries) == 23
    for entry in entries:
        versions = entry.proposal.submissions
        assert [len(version.content["files"]) for version in versions] == [0, 1]
        assert versions[1].content["files"][0]["sha256"] == entry.file.sha256
        with path_of(entry.file).open("rb") as file:
            assert file.read(5) == b"%PDF-"


def test_applicants_partners_and_screenings_show_themselves(demo):
    (deck,) = db.session.scalars(select(ProposalFile).where(ProposalFile.is_standard))
    draft = deck.proposal
    assert (draft.organisation.name, draft.state) == ("Kistenfunk", "draft")
    assert has_other_applicant(draft)
    assert (draft.partner_countries, draft.has_research_partner) == (["BG", "LT"], True)
    taken = [one for one in db.session.scalars(select(Submission)) if "applicant" in one.content]
    frozen = {one.proposal.organisation.name for one in taken}
    assert frozen == {"Paleta Smart", "Opakovka Lab"}
    (finding,) = db.session.scalars(select(IneligibleFinding))
    assert (finding.proposal.organisation.name, finding.outcome) == ("Moritz Softwerk", "confirmed")
    screened = select(ChecklistAnswer.proposal_id).distinct()
    assert len(db.session.scalars(screened).all()) == 6
    together = select(Submission.content).join(
        ProposalPartner, Submission.proposal_id == ProposalPartner.proposal_id
    )
    assert [len(content["consortium"]) for content in db.session.scalars(together)] == [1, 1]


def test_badges_scanned_at_the_door_carry_real_codes(demo):
    keys = public_keys(get_accepted_keys(demo.id))
    scans = db.session.scalars(select(Scan).order_by(Scan.id)).all()

    assert Counter((scan.verdict, scan.reason) for scan in scans) == {
        ("green", "first_time"): 180,
        ("amber", "already_in"): 6,
        ("red", "replaced"): 1,
        ("red", "foreign_event"): 1,
    }
    readable = [read_token(scan.code, keys, demo.id) for scan in scans if scan.code != "by hand"]
    assert sum(isinstance(one, TicketToken) for one in readable) == 183
    assert [scan.received_at for scan in scans] == sorted(scan.received_at for scan in scans)
    assert count(Admission) == 180


def test_every_place_is_accounted_for(demo):
    for quota in db.session.scalars(select(Quota)):
        assert quota.taken == count(TakenPlace, TakenPlace.quota_id == quota.id)
        held = select(func.coalesce(func.sum(HeldPlaces.places), 0))
        assert quota.held == db.session.scalar(held.where(HeldPlaces.quota_id == quota.id))
        assert quota.waiting == count(WaitingPlace, WaitingPlace.quota_id == quota.id)
    holders = select(TakenPlace.ticket_id).where(TakenPlace.add_on_id.is_(None))
    assert count(Ticket, Ticket.id.in_(holders), Ticket.state.not_in(["valid", "unpaid"])) == 0
    halls = select(func.sum(Quota.taken)).where(Quota.name.in_(["Hall", "Team"]))
    assert db.session.scalar(halls) == 222 + 57


def test_invoices_stand_in_every_way_and_the_bank_leaves_something_to_explain(demo):
    event = get_event(OPEN)
    today = today_of(event)
    listed = list_invoices(event, InvoiceFilter(), limit=50)
    accounts = [(one.account.sums, one.due_on) for one in listed if one.account is not None]
    stand = Counter(str(standing_of(*one, today)) for one in accounts)
    assert stand == {"paid": 4, "overdue": 3, "overpaid": 1, "open": 2}
    assert sum(bool(sums.paid and sums.open) for sums, _due_on in accounts) == 1
    assert count(Invoice, Invoice.kind == "credit_note") == 1
    assert [one.amount for one in list_loose_payments(event.id)] == [25_000, 11_900, 6_500]
    assert [(one.billed, one.open) for one in income_of(demo)] == [(490_000, 0)]
    assert all(digest(one.document) == one.sha256 for one in db.session.scalars(select(Invoice)))


def test_somebody_waits_was_offered_and_took_a_place_in_the_workshop(demo):
    event = get_event(OPEN)
    states = db.session.scalars(select(WaitingEntry.state).where(WaitingEntry.event_id == event.id))
    assert Counter(states) == {
        "waiting": 3,
        "offered": 1,
        "taken": 1,
        "expired": 1,
        "left": 1,
        "removed": 1,
    }
    [open_offer] = db.session.scalars(select(WaitingOffer).where(WaitingOffer.state == "open"))
    assert open_offer.expires_at > clock.now()
    lead = actor_for(find_person_by_email("lead@example.org"))
    assert len(list_doubles(lead, event)) == 1
    assert Counter(one.state_at(clock.now()) for one in db.session.scalars(select(Voucher))) == {
        "open": 9,
        "over": 1,
        "used_up": 1,
    }
    requests = count(Ticket, Ticket.event_id == event.id, Ticket.state == "requested")
    assert (requests, count(Ticket, Ticket.state == "declined")) == (3, 1)


def test_the_open_event_waits_for_each_role(demo):
    event = get_event(OPEN)
    phases = db.session.scalars(select(Challenge.phase).where(Challenge.event_id == event.id))
    assert Counter(phases) == {"published": 2, "jury": 1, "in_review": 1, "draft": 1}

    now = clock.now()
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    assert event.starts_at.astimezone(ZoneInfo(event.timezone)).date() == today + timedelta(days=35)
    assert demo.starts_at.astimezone(ZoneInfo(event.timezone)).date() == today - timedelta(days=200)
    assert count(Juror, Juror.event_id == event.id) == 9
    assert len(list_invitations_of(event.id, Purpose.JURY)) == 2
    assert count(Gate, Gate.event_id == event.id) == 2
    assert count(ScannerDevice, ScannerDevice.event_id == event.id) == 1


def test_the_juror_has_one_scorecard_done_one_begun_and_two_to_do(demo):
    event, person = get_event(OPEN), find_person_by_email("juror@example.org")
    states = db.session.execute(
        select(Scorecard.id, Scorecard.submitted_at)
        .select_from(Assignment)
        .join(Assignment.juror)
        .outerjoin(Assignment.scorecard)
        .where(Juror.event_id == event.id, Juror.person_id == person.id)
    ).all()
    assert Counter((bool(row[0]), bool(row[1])) for row in states) == {
        (True, True): 1,
        (True, False): 1,
        (False, False): 2,
    }


def test_a_co_organiser_has_confirmed_invited_and_written_and_somebody_reads_its_figures(demo):
    event, organiser = get_event(OPEN), find_person_by_email("coorganiser@example.org")
    invitations = list_participant_invitations(actor_for(organiser), event)
    assert Counter(one.state for one in invitations) == {"open": 2, "withdrawn": 1, "expired": 1}
    [mailing] = list_mailings(actor_for(organiser), event)
    assert mailing.recipients == len(list_recipients(event.id, mailing.cluster_id))
    assert count(Ticket, Ticket.validated_at.is_not(None)) == 5
    observer = actor_for(find_person_by_email("policy@example.org"))
    assert (observer.observed_ids, observer.organisation_ids) == (
        frozenset({mailing.cluster_id}),
        frozenset(),
    )


def test_nothing_lies_in_the_future_that_should_not(demo):
    now = clock.now()
    for column in (
        *(Proposal.created_at, Proposal.saved_at, Submission.submitted_at, Ticket.created_at),
        *(Scorecard.saved_at, Assignment.assigned_at, Scan.received_at, Challenge.created_at),
    ):
        assert db.session.scalar(select(func.max(column))) <= now


def test_everybody_who_is_printed_can_sign_in_and_has_the_role(demo):
    people = {one.role: find_person_by_email(one.email) for one in sign_ins()}

    assert set(people) == {
        "Operator",
        "Lead organiser",
        "Co-organiser (PL)",
        "Challenge owner",
        "SME applicant",
        "Juror",
        "Attendee",
        "Desk volunteer",
        "Report reader",
        "Policy maker",
    }
    assert is_password(people["Attendee"].password_hash, PASSWORD)
    assert {person.password_hash for person in people.values()} == {
        people["Attendee"].password_hash
    }
    event = get_event(OPEN)
    may_manage = {
        role for role, who in people.items() if can(actor_for(who), Permission.EVENT_MANAGE, event)
    }
    assert may_manage == {"Lead organiser", "Co-organiser (PL)"}
