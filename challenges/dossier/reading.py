"""A dossier from the plain values of an export; everything that follows from others is left out."""

from collections.abc import Mapping
from typing import Any

from challenges.criteria import Criterion
from challenges.dossier.model import (
    Dossier,
    Names,
    Override,
    Round,
    RubricVersion,
    Save,
    Seat,
    Tie,
    WithdrawnTie,
)
from challenges.dossier.writing import FORMAT
from challenges.export import (
    ExportError,
    Shortlist,
    read_criterion,
    read_decision,
    read_pair,
    read_tie_rule,
    size_of,
    value_as,
    value_of,
    values_of,
)
from challenges.export import texts_of as texts
from challenges.rubric import KnockOut, Rubric, check_rubric
from challenges.scoring import Pick, Scorecard

OUTCOMES = ("shortlisted", "selected", "not_selected")
SAID = ("override", "proposal", "reason", "change_reason", "grounds", "asked_by", "asked_at")
TAKEN_BACK = (
    *("juror", "proposal", "declared_at", "kind", "source"),
    *("declared_by", "withdrawn_at", "withdrawn_by", "grounds"),
)


def read_dossier(values: Mapping[str, Any]) -> Dossier:
    """Return the dossier in an export, or raise `ExportError`."""
    if value_of(values, "format", int) != FORMAT:
        message = f"format: must be {FORMAT}"
        raise ExportError(message)
    challenge = value_of(values, "challenge", dict)
    shortlist = value_of(values, "shortlist", dict)
    rounds = values_of(values, "rounds", _read_round)
    if not rounds:
        message = "rounds: there must be one"
        raise ExportError(message)
    return Dossier(
        challenge_id=value_of(challenge, "id", str),
        title=value_of(challenge, "title", str),
        seats=values_of(values, "panel", _read_seat),
        conflicts=values_of(values, "conflicts", _read_tie),
        rounds=rounds,
        shortlist=Shortlist(size_of(shortlist), texts(shortlist, "proposals")),
        decisions=values_of(values, "decisions", read_decision),
        names=None if values.get("names") is None else _read_names(values["names"]),
        overrides=values_of(values, "overrides", _read_override),
        withdrawn=values_of(values, "withdrawn_conflicts", _read_withdrawn),
    )


def _read_names(item: object) -> Names:
    values = value_as(dict, item, "names")
    return Names(*(_words(values, key) for key in ("jurors", "proposals", "people")))


def _words(values: Mapping[str, Any], key: str) -> dict[str, str]:
    found = value_of(values, key, dict)
    return {name: value_as(str, value, f"{key}.{name}") for name, value in found.items()}


def _read_seat(item: object) -> Seat:
    values = value_as(dict, item, "panel")
    return Seat(value_of(values, "juror", str), value_of(values, "role", str))


def _read_tie(item: object) -> Tie:
    values = value_as(dict, item, "conflicts")
    kind, source = (value_of(values, key, str) for key in ("kind", "source"))
    return Tie(*read_pair(values), kind=kind, source=source)


def _read_withdrawn(item: object) -> WithdrawnTie:
    values = value_as(dict, item, "withdrawn_conflicts")
    return WithdrawnTie(**{key: value_of(values, key, str) for key in TAKEN_BACK})


def _read_override(item: object) -> Override:
    values = value_as(dict, item, "overrides")
    rank = values.get("rank")
    outcome = value_of(values, "outcome", str)
    if outcome not in OUTCOMES:
        message = f"overrides: outcome must be one of {', '.join(OUTCOMES)}"
        raise ExportError(message)
    return Override(
        **{key: value_of(values, key, str) for key in SAID},
        signed_by=_text_or_none(values, "signed_by"),
        signed_at=_text_or_none(values, "signed_at"),
        withdrawn_at=_text_or_none(values, "withdrawn_at"),
        outcome=outcome,
        rank=None if rank is None else value_as(int, rank, "rank"),
        passed=texts(values, "passed"),
        falls_short=value_of(values, "falls_short", bool),
    )


def _text_or_none(values: Mapping[str, Any], key: str) -> str | None:
    return None if values.get(key) is None else value_of(values, key, str)


def _read_round(item: object) -> Round:
    values = value_as(dict, item, "rounds")
    rubrics = values_of(values, "rubrics", _read_version)
    if not rubrics:
        message = "rubrics: there must be one"
        raise ExportError(message)
    return Round(
        position=value_of(values, "position", int),
        name=value_of(values, "name", str),
        kind=value_of(values, "kind", str),
        blindness=value_of(values, "blindness", str),
        proposals=texts(values, "proposals"),
        rubrics=rubrics,
        assignments=values_of(values, "assignments", read_pair),
        scorecards=values_of(values, "scorecards", _read_card),
        saves=values_of(values, "saves", _read_save),
        picks=values_of(values, "picks", _read_pick) if "picks" in values else None,
    )


def _read_version(item: object) -> RubricVersion:
    values = value_as(dict, item, "rubrics")
    content = _read_rubric(value_of(values, "content", dict))
    if findings := check_rubric(content):
        message = f"{findings[0].path}: {findings[0].message}"
        raise ExportError(message)
    return RubricVersion(
        value_of(values, "version", int), value_of(values, "is_locked", bool), content
    )


def _read_rubric(values: Mapping[str, Any]) -> Rubric:
    total = values.get("total")
    criteria: tuple[Criterion, ...] = values_of(values, "criteria", read_criterion)
    return Rubric(
        criteria=criteria,
        thresholds=_numbers(values, "thresholds"),
        total=None if total is None else value_as(int, total, "total"),
        knock_outs=values_of(values, "knock_outs", _read_question),
        tie_rules=values_of(values, "tie_rules", read_tie_rule),
    )


def _read_question(item: object) -> KnockOut:
    values = value_as(dict, item, "knock_outs")
    return KnockOut(value_of(values, "key", str), value_of(values, "text", str))


def _read_card(item: object) -> Scorecard:
    values = value_as(dict, item, "scorecards")
    juror, proposal = read_pair(values)
    return Scorecard(
        juror=juror,
        proposal=proposal,
        scores=_numbers(values, "scores"),
        recused=value_of(values, "recused", bool),
        submitted=value_of(values, "submitted", bool),
        answers=_answers(values),
        trainee=value_of(values, "trainee", bool),
    )


def _read_save(item: object) -> Save:
    values = value_as(dict, item, "saves")
    juror, proposal = read_pair(values)
    return Save(
        juror=juror,
        proposal=proposal,
        version=value_of(values, "version", int),
        submitted=value_of(values, "submitted", bool),
        scores=_numbers(values, "scores"),
        answers=_answers(values),
    )


def _read_pick(item: object) -> Pick:
    values = value_as(dict, item, "picks")
    return Pick(*read_pair(values), place=value_of(values, "place", int))


def _numbers(values: Mapping[str, Any], key: str) -> dict[str, int]:
    found = value_of(values, key, dict)
    return {name: value_as(int, value, f"{key}.{name}") for name, value in found.items()}


def _answers(values: Mapping[str, Any]) -> dict[str, bool]:
    found = value_of(values, "answers", dict)
    return {name: value_as(bool, value, f"answers.{name}") for name, value in found.items()}
