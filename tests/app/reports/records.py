"""Records worked out by hand, for the tests of the figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.reports.rules.records import (
    ChallengeRecord,
    CriterionRecord,
    EventRecord,
    EventRecords,
    MarkRecord,
    OrganisationRecord,
    PartnerRecord,
    ProposalRecord,
    SheetRecord,
    TicketRecord,
)

START = datetime(2026, 5, 5, 7, 0, tzinfo=UTC)  # 09:00 in Berlin
DAY = timedelta(days=1)


def event_record(**values: Any) -> EventRecord:
    defaults = {
        "name": "Open Innovation Day",
        "slug": "day",
        "summary": "",
        "description": "",
        "starts_at": START,
        "ends_at": START + timedelta(hours=9),
        "timezone": "Europe/Berlin",
        "venue_name": "Messe",
        "venue_address": "",
        "capacity": 100,
        "partners": (PartnerRecord(name="Elbtal", country="DE", role="lead"),),
        "sessions": (),
    }
    return EventRecord(**(defaults | values))


def ticket(number: int, person: int | None = None, **values: Any) -> TicketRecord:
    defaults = {
        "number": number,
        "person": person or number,
        "organisation": None,
        "kind": "sme",
        "country": "DE",
        "is_project_staff": False,
        "is_walk_in": False,
        "channel": "web",
        "registered_at": START - 10 * DAY,
        "cancelled_at": None,
        "came_at": None,
    }
    return TicketRecord(**(defaults | values))


def organisation(number: int, **values: Any) -> OrganisationRecord:
    defaults = {"number": number, "kind": "sme", "size": None, "country": "DE"}
    return OrganisationRecord(**(defaults | values))


def challenge(number: int, **values: Any) -> ChallengeRecord:
    defaults = {
        "number": number,
        "title": f"Challenge {number}",
        "theme": "green",
        "phase": "follow_up",
        "owner": "Voltmar",
        "owner_country": "DE",
        "summary": "",
        "budget_minor": None,
        "currency": "EUR",
        "prize": "",
        "trl_min": 1,
        "trl_wanted": 9,
        "opens_at": None,
        "closes_at": None,
        "decision_on": None,
        "end_reason": "",
        "criteria": (
            CriterionRecord(key="fit", name="Fit", weight=60),
            CriterionRecord(key="team", name="Team", weight=40),
        ),
    }
    return ChallengeRecord(**(defaults | values))


def proposal(number: int, **values: Any) -> ProposalRecord:
    defaults = {
        "number": number,
        "challenge": 1,
        "title": f"Proposal {number}",
        "organisation": f"Firm {number}",
        "country": "DE",
        "partner_countries": (),
        "has_research_partner": False,
        "trl": 6,
        "state": "not_selected",
        "submitted_at": START - 60 * DAY,
        "was_shortlisted": False,
        "reason": "",
        "has_feedback": True,
    }
    return ProposalRecord(**(defaults | values))


def sheet(juror: int, of: int, *marks: int, **values: Any) -> SheetRecord:
    keys = ("fit", "team")
    given = tuple(MarkRecord(criterion=k, value=v) for k, v in zip(keys, marks, strict=False))
    defaults = {
        "juror": juror,
        "proposal": of,
        "assigned_at": START - 50 * DAY,
        "recused_at": None,
        "submitted_at": START - 40 * DAY if marks else None,
        "marks": given,
    }
    return SheetRecord(**(defaults | values))


def records(**values: Any) -> EventRecords:
    return EventRecords(event=values.pop("event", event_record()), **values)
