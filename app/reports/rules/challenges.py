"""From the challenge to the selected proposal: the funnel, and what came of it.

Method: each stage is counted by itself from the set of proposals, so that a proposal which skipped
a stage is counted where it was. Cost: linear in proposals and scorecards.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.reports.rules.counts import Count, Figure, median_tenths
from app.reports.rules.records import ChallengeRecord, EventRecords, ProposalRecord

UNPUBLISHED = frozenset({"draft", "in_review"})
OUT = frozenset({"withdrawn", "ineligible"})
REJECTED = frozenset({"not_selected", "ineligible"})
OVER = frozenset({"follow_up", "archived"})
LEVELS = range(1, 10)
STAGES = ("submitted", "evaluated", "shortlisted", "selected")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    """How many proposals to a challenge came how far."""

    challenge: int
    started: int
    submitted: int
    withdrawn: int
    ineligible: int
    evaluated: int
    shortlisted: int
    selected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultEntry:
    """A proposal that was selected, or was close to it, and the reason of the decision."""

    title: str
    organisation: str
    country: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """What a challenge came to; `reason` says why it ended without an award."""

    challenge: int
    state: str
    selected: tuple[ResultEntry, ...]
    not_selected: tuple[ResultEntry, ...]
    reason: str


def published(records: EventRecords) -> tuple[ChallengeRecord, ...]:
    """Return the challenges that people could see, in the order of their numbers."""
    found = [one for one in records.challenges if one.phase not in UNPUBLISHED]
    return tuple(sorted(found, key=lambda one: one.number))


def submitted(proposals: Iterable[ProposalRecord]) -> tuple[ProposalRecord, ...]:
    """Return the proposals that were handed in, those withdrawn later included."""
    return tuple(one for one in proposals if one.submitted_at is not None and one.state != "draft")


def count_funnel(records: EventRecords) -> tuple[FunnelRow, ...]:
    """Return the stages of every published challenge."""
    judged = {
        sheet.proposal
        for sheet in records.sheets
        if sheet.submitted_at is not None and sheet.recused_at is None
    }
    return tuple(
        _funnel_row(challenge.number, _of(records, challenge.number), judged)
        for challenge in published(records)
    )


def _of(records: EventRecords, challenge: int) -> list[ProposalRecord]:
    return [one for one in records.proposals if one.challenge == challenge]


def _funnel_row(challenge: int, proposals: list[ProposalRecord], judged: set[int]) -> FunnelRow:
    handed_in = submitted(proposals)
    states = Counter(one.state for one in handed_in)
    return FunnelRow(
        challenge=challenge,
        started=len(proposals),
        submitted=len(handed_in),
        withdrawn=states["withdrawn"],
        ineligible=states["ineligible"],
        evaluated=sum(one.number in judged and one.state not in OUT for one in handed_in),
        shortlisted=sum(_was_shortlisted(one) for one in handed_in),
        selected=states["selected"],
    )


def _was_shortlisted(proposal: ProposalRecord) -> bool:
    return proposal.state == "selected" or proposal.was_shortlisted


def count_figures(records: EventRecords, funnel: Iterable[FunnelRow]) -> tuple[Figure, ...]:
    """Return the figures of challenges and proposals."""
    rows = list(funnel)
    total = {
        stage: sum(getattr(row, stage) for row in rows)
        for stage in ("started", "submitted", "withdrawn", "ineligible", *STAGES[1:])
    }
    figures = [Figure(key="challenges", value=len(rows))]
    figures.append(Figure(key="started", value=total.pop("started")))
    handed_in = total.pop("submitted")
    figures.append(Figure(key="submitted", value=handed_in, of=figures[-1].value))
    figures += [Figure(key=stage, value=value, of=handed_in) for stage, value in total.items()]
    return (*figures, *_figures_of_content(records))


def _figures_of_content(records: EventRecords) -> tuple[Figure, ...]:
    owners = {one.number: one.owner_country for one in published(records)}
    found = submitted(one for one in records.proposals if one.challenge in owners)
    levels = [one.trl for one in found if one.trl is not None]
    rejected = [one for one in found if one.state in REJECTED]
    teams = sum(len({one.country, *one.partner_countries} - {""}) > 1 for one in found)
    abroad = sum(one.country != owners[one.challenge] for one in found)
    research = sum(one.has_research_partner for one in found)
    told = sum(one.has_feedback for one in rejected)
    return (
        Figure(key="median_trl", value=median_tenths(levels), of=len(levels)),
        Figure(key="cross_border_team", value=teams, of=len(found)),
        Figure(key="cross_border_owner", value=abroad, of=len(found)),
        Figure(key="research_partner", value=research, of=len(found)),
        Figure(key="feedback", value=told, of=len(rejected)),
    )


def count_readiness(records: EventRecords) -> tuple[Count, ...]:
    """Return how many submitted proposals declare each readiness level, and how many none."""
    visible = {one.number for one in published(records)}
    found = submitted(one for one in records.proposals if one.challenge in visible)
    levels = Counter(one.trl for one in found)
    counts = [Count(key=str(level), count=levels[level]) for level in LEVELS]
    unknown = levels[None]
    return (*counts, Count(key="", count=unknown)) if unknown else tuple(counts)


def list_results(records: EventRecords) -> tuple[ResultRow, ...]:
    """Return what every published challenge came to: awarded, not awarded, or not yet decided."""
    return tuple(_result(one, _of(records, one.number)) for one in published(records))


def _result(challenge: ChallengeRecord, proposals: list[ProposalRecord]) -> ResultRow:
    ordered = sorted(proposals, key=lambda one: (one.organisation, one.number))
    selected = [one for one in ordered if one.state == "selected"]
    close = [one for one in ordered if one.was_shortlisted and one.state == "not_selected"]
    state = "awarded" if selected else "not_awarded" if _is_over(challenge, ordered) else "open"
    return ResultRow(
        challenge=challenge.number,
        state=state,
        selected=tuple(_entry(one) for one in selected),
        not_selected=tuple(_entry(one) for one in close),
        reason=challenge.end_reason if state == "not_awarded" else "",
    )


def _is_over(challenge: ChallengeRecord, proposals: list[ProposalRecord]) -> bool:
    """Whether nothing can be awarded any more: it ended, or every proposal is decided."""
    in_play = [one for one in submitted(proposals) if one.state not in OUT]
    refused = bool(in_play) and all(one.state == "not_selected" for one in in_play)
    return challenge.phase in OVER or refused


def _entry(proposal: ProposalRecord) -> ResultEntry:
    return ResultEntry(
        title=proposal.title,
        organisation=proposal.organisation,
        country=proposal.country,
        reason=proposal.reason,
    )
