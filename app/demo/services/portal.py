"""The standing challenges of a cluster: a portal with challenges that are open now."""

from collections.abc import Sequence
from itertools import groupby

from app.challenges.models import ChallengeSeries
from app.challenges.rules.rounds import next_decision, rule_of
from app.core.db import db
from app.core.times import to_local
from app.demo.rules import script
from app.demo.rules.days import ZONE, Day
from app.demo.services.challenges import write_standing
from app.demo.services.proposals import write_proposals
from app.demo.services.stage import Call, Stage, write
from app.events.models import Event, EventKind, EventState, TeamMember, TeamRole
from app.events.services.keys import new_key
from challenges.rounds import Unit, deadline


def write_portal(stage: Stage) -> None:
    """Write the portal, its team and its challenges."""
    row = script.portal()
    today = Day.from_now(stage.now, 0)
    opened = today.at("10:00", row.since)
    cluster, lead = stage.organisations[row.cluster], stage.people[row.lead]
    portal = Event(
        id=stage.ids.new_event(),
        kind=EventKind.PORTAL,
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        description=row.description.strip(),
        starts_at=opened,
        ends_at=today.at("23:59", row.until),
        timezone=ZONE,
        venue_name="",
        capacity=0,
        state=EventState.PUBLISHED,
        lead_organisation_id=cluster.id,
        created_at=opened,
        published_at=opened,
    )
    write([portal])
    write([new_key(portal.id, made_at=opened)])
    place = {"event_id": portal.id, "person_id": lead.id, "organisation_id": cluster.id}
    write([TeamMember(id=stage.ids.new(), role=TeamRole.LEAD, **place)])
    calls = write_standing(stage, portal)
    _write_rounds(stage, portal, calls)
    write_proposals(stage, calls)


def _write_rounds(stage: Stage, portal: Event, calls: Sequence[Call]) -> None:
    """Let each come back every two months, counted from the deadline of its first round."""
    for _name, found in groupby(calls, key=lambda call: call.row.series):
        rounds = [call.challenge for call in found]
        first = rounds[0]
        if first.closes_at is None or first.decision_on is None:
            raise ValueError("a call without dates: " + first.title)
        local = to_local(first.closes_at, ZONE)
        series = ChallengeSeries(
            id=stage.ids.new(),
            event_id=portal.id,
            first_on=local.date(),
            at=local.strftime("%H:%M"),
            every=2,
            unit=Unit.MONTHS,
            decision_days=(first.decision_on - local.date()).days,
            planned_at=first.created_at,
        )
        write([series])
        rule = rule_of(series, portal)
        for number, one in enumerate(rounds, start=1):
            one.series_id, one.round = series.id, number
            one.closes_at = deadline(rule, number)
            one.decision_on = next_decision(series, one.closes_at, ZONE)
        db.session.flush()
