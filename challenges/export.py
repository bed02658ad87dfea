"""The export of a jury: what its result was made from, as plain JSON values and back.

The format is described in `docs/jury-export.md`. Cost: linear in the size of the export.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from challenges import VERSION
from challenges.canonical import digest, to_plain
from challenges.criteria import Criterion, check_criteria
from challenges.ranking import DEFAULT_TIE_RULES, Rank, TieRule, rank
from challenges.scoring import Scorecard, score_proposals

FORMAT = 1
OUTCOMES = ("selected", "not_selected")
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


class ExportError(ValueError):
    """An export that cannot be read, with the place that is wrong."""


def rank_record(record: JuryRecord) -> tuple[Rank, ...]:
    """Return the ranking that a record leads to."""
    scores = score_proposals(record.proposals, record.scorecards, record.criteria)
    return rank(scores, record.criteria, record.tie_rules)


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
        "scorecards": sorted(record.scorecards, key=lambda card: (card.proposal, card.juror)),
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
    return _as(dict, values, "the export")


def _no_float(shown: str) -> NoReturn:
    message = f"{shown[:40]} is not a whole number"
    raise ValueError(message)


def read_export(values: Mapping[str, Any]) -> JuryRecord:
    """Return the record in an export, or raise `ExportError`."""
    if _get(values, "format", int) != FORMAT:
        message = f"format: must be {FORMAT}"
        raise ExportError(message)
    challenge = _get(values, "challenge", dict)
    shortlist = _get(values, "shortlist", dict)
    record = JuryRecord(
        challenge_id=_get(challenge, "id", str),
        title=_get(challenge, "title", str),
        criteria=_list(values, "criteria", _read_criterion),
        jurors=_texts(values, "jurors"),
        proposals=_texts(values, "proposals"),
        conflicts=_list(values, "conflicts", _read_pair),
        assignments=_list(values, "assignments", _read_pair),
        scorecards=_list(values, "scorecards", _read_scorecard),
        tie_rules=_list(values, "tie_rules", _read_tie_rule),
        shortlist=Shortlist(_size(shortlist), _texts(shortlist, "proposals")),
        decisions=_list(values, "decisions", _read_decision),
    )
    if findings := check_criteria(record.criteria):
        message = f"{findings[0].path}: {findings[0].message}"
        raise ExportError(message)
    return record


def _as(kind: type[T], value: object, path: str) -> T:
    if type(value) is not kind:
        message = f"{path}: must be {kind.__name__}"
        raise ExportError(message)
    return value


def _get(values: Mapping[str, Any], key: str, kind: type[T]) -> T:
    return _as(kind, values.get(key), key)


def _list(values: Mapping[str, Any], key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(item) for item in _get(values, key, list))


def _texts(values: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_as(str, item, key) for item in _get(values, key, list))


def _size(shortlist: Mapping[str, Any]) -> int | None:
    return None if shortlist.get("size") is None else _get(shortlist, "size", int)


def _read_criterion(item: object) -> Criterion:
    values = _as(dict, item, "criteria")
    return Criterion(
        key=_get(values, "key", str),
        name=_get(values, "name", str),
        description=_get(values, "description", str),
        weight=_get(values, "weight", int),
        levels=_texts(values, "levels"),
    )


def _read_pair(item: object) -> Keys:
    values = _as(dict, item, "pair")
    return _get(values, "juror", str), _get(values, "proposal", str)


def _read_scorecard(item: object) -> Scorecard:
    values = _as(dict, item, "scorecards")
    scores = _get(values, "scores", dict)
    return Scorecard(
        juror=_get(values, "juror", str),
        proposal=_get(values, "proposal", str),
        scores={key: _as(int, value, f"scores.{key}") for key, value in scores.items()},
        recused=_get(values, "recused", bool),
        submitted=_get(values, "submitted", bool),
    )


def _read_tie_rule(item: object) -> TieRule:
    try:
        return TieRule(_as(str, item, "tie_rules"))
    except ValueError as error:
        message = "tie_rules: holds an unknown rule"
        raise ExportError(message) from error


def _read_decision(item: object) -> Decision:
    values = _as(dict, item, "decisions")
    outcome = _get(values, "outcome", str)
    if outcome not in OUTCOMES:
        message = "outcome: must be selected or not_selected"
        raise ExportError(message)
    return Decision(_get(values, "proposal", str), outcome, _get(values, "reason", str))
