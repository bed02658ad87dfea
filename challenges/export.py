"""The export of one round of a jury, as plain JSON values and back: format 1.

Format 2 is a `dossier`; `docs/jury-export.md` describes both. Cost: linear in its size.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from challenges import VERSION
from challenges.canonical import digest, to_plain
from challenges.criteria import Criterion, check_criteria
from challenges.ranking import DEFAULT_TIE_RULES, Rank, TieRule, rank
from challenges.scoring import Pick, ProposalScore, Scorecard, score_proposals

FORMAT = 1
OUTCOMES = ("selected", "not_selected")
CARD_KEYS = ("juror", "proposal", "scores", "recused", "submitted")
Keys = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """What was decided about a proposal, and why."""

    proposal: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The shortlisted proposals; with a size, everything of that rank or better."""

    size: int | None
    proposals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JuryRecord:
    """Everything that the result of a jury was made from; pairs are (juror, proposal)."""

    challenge_id: str
    title: str
    criteria: tuple[Criterion, ...]
    jurors: tuple[str, ...]
    proposals: tuple[str, ...]
    conflicts: tuple[Keys, ...]
    assignments: tuple[Keys, ...]
    scorecards: tuple[Scorecard, ...]
    tie_rules: tuple[TieRule, ...] = DEFAULT_TIE_RULES
    shortlist: Shortlist = Shortlist(None, ())
    decisions: tuple[Decision, ...] = ()
    picks: tuple[Pick, ...] = ()


class ExportError(ValueError):
    """An export that cannot be read, with the place that is wrong."""


def rank_record(record: JuryRecord) -> tuple[Rank, ...]:
    """Return the ranking that a record leads to."""
    return rank(score_record(record), record.criteria, record.tie_rules)


def score_record(record: JuryRecord) -> tuple[ProposalScore, ...]:
    """Return the score of every proposal of a record."""
    return score_proposals(record.proposals, record.scorecards, record.criteria, record.picks)


def build_export(record: JuryRecord) -> dict[str, Any]:
    """Return the export of a record with its ranking and digest, in a fixed order."""
    body = {
        "format": FORMAT,
        "kernel_version": VERSION,
        "challenge": {"id": record.challenge_id, "title": record.title},
        "criteria": record.criteria,
        "tie_rules": record.tie_rules,
        "jurors": sorted(record.jurors),
        "proposals": sorted(record.proposals),
        "conflicts": [_pair(pair) for pair in sorted(record.conflicts)],
        "assignments": [_pair(pair) for pair in sorted(record.assignments)],
        "scorecards": [
            {key: getattr(card, key) for key in CARD_KEYS}
            for card in sorted(record.scorecards, key=lambda card: (card.proposal, card.juror))
        ],
        "ranking": [ranking_row(row) for row in rank_record(record)],
        "shortlist": Shortlist(record.shortlist.size, tuple(sorted(record.shortlist.proposals))),
        "decisions": sorted(record.decisions),
    }
    plain = to_plain({**body, "digest": digest(body)})
    return plain if isinstance(plain, dict) else {}


def _pair(pair: Keys) -> dict[str, str]:
    return {"juror": pair[0], "proposal": pair[1]}


def ranking_row(row: Rank) -> dict[str, Any]:
    """Return one row of the ranking as it is published."""
    return {
        "proposal": row.proposal,
        "rank": row.rank,
        "score": str(row.score.value) if row.score else None,
        "scorecards": row.count,
        "tied_with": list(row.tied_with),
        "tie_rule": str(row.tie_rule) if row.tie_rule else None,
    }


def parse_export(text: str | bytes) -> dict[str, Any]:
    """Return the JSON object of an export file, or raise `ExportError`."""
    try:
        values = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
        digest(values)  # refuses what has no canonical text, such as half a surrogate pair
    except (ValueError, RecursionError) as error:
        message = f"not a JSON export: {error}"
        raise ExportError(message) from error
    return value_as(dict, values, "the export")


def _no_float(shown: str) -> NoReturn:
    message = f"{shown[:40]} is not a whole number"
    raise ValueError(message)


def read_export(values: Mapping[str, Any]) -> JuryRecord:
    """Return the record in an export, or raise `ExportError`."""
    if value_of(values, "format", int) != FORMAT:
        message = f"format: must be {FORMAT}"
        raise ExportError(message)
    challenge = value_of(values, "challenge", dict)
    shortlist = value_of(values, "shortlist", dict)
    record = JuryRecord(
        challenge_id=value_of(challenge, "id", str),
        title=value_of(challenge, "title", str),
        criteria=values_of(values, "criteria", read_criterion),
        jurors=texts_of(values, "jurors"),
        proposals=texts_of(values, "proposals"),
        conflicts=values_of(values, "conflicts", read_pair),
        assignments=values_of(values, "assignments", read_pair),
        scorecards=values_of(values, "scorecards", _read_scorecard),
        tie_rules=values_of(values, "tie_rules", read_tie_rule),
        shortlist=Shortlist(size_of(shortlist), texts_of(shortlist, "proposals")),
        decisions=values_of(values, "decisions", read_decision),
    )
    if findings := check_criteria(record.criteria):
        message = f"{findings[0].path}: {findings[0].message}"
        raise ExportError(message)
    return record


def value_as(kind: type[T], value: object, path: str) -> T:
    """Return a value of a type, or raise `ExportError` with its place."""
    if type(value) is not kind:
        message = f"{path}: must be {kind.__name__}"
        raise ExportError(message)
    return value


def value_of(values: Mapping[str, Any], key: str, kind: type[T]) -> T:
    """Return what stands under a key, of a type."""
    return value_as(kind, values.get(key), key)


def values_of(values: Mapping[str, Any], key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    """Return the items of a list, each read."""
    return tuple(read(item) for item in value_of(values, key, list))


def texts_of(values: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(value_as(str, item, key) for item in value_of(values, key, list))


def size_of(shortlist: Mapping[str, Any]) -> int | None:
    """Return how many are shortlisted, or None where they were chosen by hand."""
    return None if shortlist.get("size") is None else value_of(shortlist, "size", int)


def read_criterion(item: object) -> Criterion:
    """Return a criterion."""
    values = value_as(dict, item, "criteria")
    return Criterion(
        key=value_of(values, "key", str),
        name=value_of(values, "name", str),
        description=value_of(values, "description", str),
        weight=value_of(values, "weight", int),
        levels=texts_of(values, "levels"),
    )


def read_pair(item: object) -> Keys:
    """Return a juror and a proposal."""
    values = value_as(dict, item, "pair")
    return value_of(values, "juror", str), value_of(values, "proposal", str)


def _read_scorecard(item: object) -> Scorecard:
    values = value_as(dict, item, "scorecards")
    scores = value_of(values, "scores", dict)
    return Scorecard(
        juror=value_of(values, "juror", str),
        proposal=value_of(values, "proposal", str),
        scores={key: value_as(int, value, f"scores.{key}") for key, value in scores.items()},
        recused=value_of(values, "recused", bool),
        submitted=value_of(values, "submitted", bool),
    )


def read_tie_rule(item: object) -> TieRule:
    """Return a tie rule."""
    try:
        return TieRule(value_as(str, item, "tie_rules"))
    except ValueError as error:
        message = "tie_rules: holds an unknown rule"
        raise ExportError(message) from error


def read_decision(item: object) -> Decision:
    """Return a decision."""
    values = value_as(dict, item, "decisions")
    outcome = value_of(values, "outcome", str)
    if outcome not in OUTCOMES:
        message = "outcome: must be selected or not_selected"
        raise ExportError(message)
    return Decision(value_of(values, "proposal", str), outcome, value_of(values, "reason", str))
