"""Figures against records that were counted by hand."""

import json
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.rules.catalogue import CATALOGUE, SUMMARY
from app.reports.rules.counts import Count, Figure, median_tenths
from app.reports.rules.freezing import Revision, digest_of, freeze, is_recounted, thaw
from app.reports.rules.outcome import count_outcome
from app.reports.rules.records import ConflictRecord, EventRecords, JurorRecord
from tests.app.reports.records import (
    DAY,
    START,
    challenge,
    organisation,
    proposal,
    records,
    sheet,
    ticket,
)

CAME = START + timedelta(minutes=5)


def value_of(found: EventRecords, key: str) -> tuple[int | None, int | None]:
    figure = count_outcome(found).figure(key)
    return figure.value, figure.of


PEOPLE = records(
    tickets=(
        ticket(1, came_at=CAME, organisation=1),
        ticket(2, came_at=CAME + timedelta(minutes=12), country="PL", organisation=2),
        ticket(3),
        ticket(4, cancelled_at=START - DAY),
        # Cancelled after the event began: that person was expected.
        ticket(5, cancelled_at=START + DAY),
        # One person with two tickets, the first of them cancelled.
        ticket(6, person=6, cancelled_at=START - 2 * DAY),
        ticket(7, person=6, came_at=CAME, is_project_staff=True, kind="cluster", organisation=3),
        ticket(8, is_walk_in=True, registered_at=CAME, came_at=CAME, country="", channel="walk_in"),
    ),
    organisations=(
        organisation(1, size="micro"),
        organisation(2, kind="large_company"),
        organisation(3, kind="cluster"),
        organisation(4, kind="startup"),
    ),
)


@pytest.mark.parametrize(
    ("key", "value", "of"),
    [
        ("registered", 5, None),
        ("cancelled", 1, 6),
        ("attended", 4, None),
        ("show_up", 3, 5),
        ("no_show", 2, 5),
        ("walk_ins", 1, 4),
        ("participations", 3, 4),
        ("organisations", 3, None),
        ("countries", 2, None),
        ("sme_share", 1, 2),
    ],
)
def test_participation(key, value, of):
    assert value_of(PEOPLE, key) == (value, of)


def test_tables_of_participation():
    outcome = count_outcome(PEOPLE)
    assert [(row.country, row.registered, row.attended) for row in outcome.countries] == [
        ("DE", 4, 2),
        ("PL", 1, 1),
        ("", 0, 1),
    ]
    assert [(row.group, row.organisations, row.people) for row in outcome.helix] == [
        ("business", 2, 3),
        ("research", 0, 0),
        ("public", 0, 0),
        ("intermediary", 1, 1),
        ("civil", 0, 0),
    ]
    assert outcome.sizes == (Count(key="micro", count=1), Count(key="large", count=1))
    assert [(row.at, row.people) for row in outcome.arrivals] == [
        (START, 3),
        (START + timedelta(minutes=10), 1),
    ]
    assert [(row.week.isoformat(), row.channel, row.tickets) for row in outcome.registrations] == [
        ("2026-04-20", "web", 7)
    ]


PROPOSALS = records(
    challenges=(challenge(1), challenge(2, phase="draft"), challenge(3, owner_country="PL")),
    proposals=(
        proposal(1, state="selected", was_shortlisted=True, partner_countries=("PL",), trl=7),
        proposal(2, was_shortlisted=True, reason="Close.", has_research_partner=True, trl=4),
        proposal(3, has_feedback=False, trl=None),
        proposal(4, state="withdrawn", trl=3),
        proposal(5, state="ineligible", partner_countries=("DE",)),
        proposal(6, state="draft", submitted_at=None),
        proposal(7, challenge=3, state="not_selected"),
        proposal(8, challenge=2),
    ),
    jurors=(JurorRecord(kind="sme", country="DE"), JurorRecord(kind="research", country="PL")),
    sheets=(
        sheet(1, 1, 5, 5),
        sheet(2, 1, 4, 5),
        sheet(1, 2, 3, 3),
        sheet(2, 2, 3, 3),
        sheet(3, 2, recused_at=START - 45 * DAY),
        sheet(4, 2, assigned_at=START - 44 * DAY),
        sheet(1, 3),
        sheet(1, 4, 1, 1),
        sheet(2, 5, 1, 1),
        sheet(2, 7, 2, 2),
    ),
    conflicts=(ConflictRecord(proposal=2, kind="family", source="juror"),),
)


@pytest.mark.parametrize(
    ("key", "value", "of"),
    [
        ("challenges", 2, None),
        ("started", 7, None),
        ("submitted", 6, 7),
        ("withdrawn", 1, 6),
        ("ineligible", 1, 6),
        ("evaluated", 3, 6),
        ("shortlisted", 2, 6),
        ("selected", 1, 6),
        ("median_trl", 60, 5),
        ("cross_border_team", 1, 6),
        ("cross_border_owner", 1, 6),
        ("research_partner", 1, 6),
        ("feedback", 3, 4),
        ("jurors", 2, None),
        ("coverage", 5, 7),
        ("fewest_sheets", 1, None),
        ("most_sheets", 2, None),
        ("spread", 43, 2),
        ("conflicts", 1, None),
        ("recused", 1, None),
        ("reassigned", 1, 1),
    ],
)
def test_challenges_and_jury(key, value, of):
    # Proposal 1 has scorecards of 100 and 88 points, so 8.5 between them; proposal 2 has two of 60.
    # The median of 8.5 and 0 is 4.25, in tenths rounded half up 43.
    assert value_of(PROPOSALS, key) == (value, of)


def test_results_say_what_was_not_awarded_and_why():
    outcome = count_outcome(
        replace(
            PROPOSALS,
            challenges=(challenge(1), challenge(3, end_reason="No pilot site this year.")),
        )
    )
    first, second = outcome.results
    assert (first.state, [one.title for one in first.selected]) == ("awarded", ["Proposal 1"])
    assert [(one.title, one.reason) for one in first.not_selected] == [("Proposal 2", "Close.")]
    assert (second.state, second.reason) == ("not_awarded", "No pilot site this year.")


def test_a_challenge_that_is_still_judged_is_open():
    found = records(
        challenges=(challenge(1, phase="jury"),), proposals=(proposal(1, state="eligible"),)
    )
    assert count_outcome(found).results[0].state == "open"


def test_an_event_without_anything_has_figures_of_nothing():
    outcome = count_outcome(records())
    assert [one.key for one in outcome.figures] == list(CATALOGUE)
    assert {one.value for one in outcome.figures} == {0, None}
    assert outcome.figure("show_up").per_mille is None


def test_before_the_first_check_in_nobody_stayed_away():
    outcome = count_outcome(records(tickets=(ticket(1), ticket(2))))
    figures = [outcome.figure(key) for key in ("registered", "show_up", "no_show")]
    assert [one.value for one in figures] == [2, 0, None]


def test_the_summary_has_eight_figures_of_the_catalogue():
    assert len(SUMMARY) == 8
    assert set(SUMMARY) <= set(CATALOGUE)


@pytest.mark.parametrize(
    ("values", "tenths"),
    [([], None), ([3], 30), ([1, 2], 15), ([5, 1, 3], 30), ([1, 1, 2, 9], 15)],
)
def test_medians(values, tenths):
    assert median_tenths(values) == tenths


@pytest.mark.parametrize(
    ("value", "of", "expected"), [(1, 3, 333), (2, 3, 667), (1, 1, 1000), (0, 5, 0), (1, 2000, 1)]
)
def test_shares_are_rounded_half_up(value, of, expected):
    assert Figure(key="x", value=value, of=of).per_mille == expected


both = replace(PEOPLE, **{n: getattr(PROPOSALS, n) for n in ("challenges", "proposals", "sheets")})


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_the_order_of_records_does_not_matter(seed):
    def shuffled(name):
        items = list(getattr(both, name))
        Random(seed).shuffle(items)
        return tuple(items)

    names = ("tickets", "organisations", "challenges", "proposals", "sheets")
    assert count_outcome(replace(both, **{n: shuffled(n) for n in names})) == count_outcome(both)


people = st.lists(
    st.builds(
        ticket,
        number=st.integers(1, 10_000),
        person=st.integers(1, 12),
        is_walk_in=st.booleans(),
        is_project_staff=st.booleans(),
        cancelled_at=st.sampled_from([None, START - DAY, START + DAY]),
        came_at=st.sampled_from([None, CAME]),
        country=st.sampled_from(["DE", "PL", ""]),
    ),
    max_size=30,
    unique_by=lambda one: one.number,
)


@given(people)
def test_parts_sum_up_to_their_whole(tickets):
    outcome = count_outcome(records(tickets=tuple(tickets)))
    value = {one.key: one.value or 0 for one in outcome.figures}
    came = {one.person for one in tickets if one.came_at}
    assert value["attended"] == len(came)
    assert value["show_up"] + value["walk_ins"] == value["attended"]
    if came:
        assert value["show_up"] + value["no_show"] == value["registered"]
    assert sum(row.attended for row in outcome.countries) == value["attended"]
    assert sum(sum(row.kinds) for row in outcome.countries) == value["attended"]
    assert sum(row.people for row in outcome.helix) == value["attended"]
    assert sum(row.people for row in outcome.arrivals) == value["attended"]


REVISION = Revision(version=1, taken_at=START, taken_by="Eglė Žukauskaitė", reason="Final")


def test_a_snapshot_comes_back_as_it_was_frozen():
    text = freeze(both, REVISION)
    frozen = thaw(text)
    assert frozen.records == both
    assert frozen.outcome == count_outcome(both)
    assert frozen.revision == REVISION
    assert is_recounted(frozen)
    assert digest_of(text) == digest_of(freeze(both, REVISION))


def test_a_figure_changed_in_a_snapshot_does_not_stand_a_recount():
    plain = json.loads(freeze(both, REVISION))
    plain["outcome"]["figures"][2]["value"] += 1
    assert not is_recounted(thaw(json.dumps(plain)))
