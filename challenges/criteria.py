"""How a jury judges: criteria with weights and one anchored description per score.

Method: an analytic rubric; scores are whole numbers 0 to 5, weights whole per cent that sum to
100. Source: the public evaluation forms of Horizon Europe, which anchor the same six levels.
Cost: linear in the number of criteria.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from challenges.findings import Finding

SCALE = range(6)
WEIGHT_SUM = 100
MAX_CRITERIA = 12
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question a juror answers with a score; `levels[n]` says what score n means."""

    key: str
    name: str
    description: str
    weight: int
    levels: tuple[str, ...]


def is_numbered(levels: Sequence[str]) -> bool:
    """Say whether every level begins with its own score, as in "3 Addresses most of it."."""
    starts = [level.startswith(f"{score} ") for score, level in enumerate(levels)]
    return len(starts) == len(SCALE) and all(starts)


def check_criteria(criteria: Sequence[Criterion]) -> tuple[Finding, ...]:
    """Return everything wrong with a set of criteria, in order; nothing means usable."""
    findings = _check_size(criteria)
    for position, criterion in enumerate(criteria):
        findings += _check_criterion(criterion, f"criteria[{position}]")
    findings += _check_keys(criteria)
    findings += _check_sum(criteria)
    return tuple(findings)


def _check_size(criteria: Sequence[Criterion]) -> list[Finding]:
    if 1 <= len(criteria) <= MAX_CRITERIA:
        return []
    message = f"there must be 1 to {MAX_CRITERIA} criteria, not {len(criteria)}"
    return [Finding("criteria", None, "criteria_count", message)]


def _check_criterion(criterion: Criterion, path: str) -> list[Finding]:
    found = []
    if not KEY.fullmatch(criterion.key):
        message = "a key is a small letter, then small letters, digits or _, at most 40"
        found.append(Finding(f"{path}.key", None, "bad_key", message))
    if not criterion.name.strip():
        found.append(Finding(f"{path}.name", None, "empty", "a criterion needs a name"))
    if type(criterion.weight) is not int or not 1 <= criterion.weight <= WEIGHT_SUM:
        message = f"a weight is a whole number from 1 to {WEIGHT_SUM}"
        found.append(Finding(f"{path}.weight", None, "weight_range", message))
    return found + _check_levels(criterion.levels, path)


def _check_levels(levels: tuple[str, ...], path: str) -> list[Finding]:
    if len(levels) != len(SCALE):
        message = f"there must be {len(SCALE)} levels, for the scores 0 to 5, not {len(levels)}"
        return [Finding(f"{path}.levels", None, "level_count", message)]
    return [
        Finding(f"{path}.levels[{score}]", None, "empty", f"the level for score {score} is empty")
        for score in SCALE
        if not levels[score].strip()
    ]


def _check_keys(criteria: Sequence[Criterion]) -> list[Finding]:
    counts = Counter(criterion.key for criterion in criteria)
    return [
        Finding("criteria", None, "key_twice", f"the key {key!r} is used {count} times")
        for key, count in sorted(counts.items())
        if count > 1
    ]


def _check_sum(criteria: Sequence[Criterion]) -> list[Finding]:
    weights = [criterion.weight for criterion in criteria]
    if not weights or any(type(weight) is not int for weight in weights):
        return []
    if (total := sum(weights)) == WEIGHT_SUM:
        return []
    shown = str(total) if abs(total) < 10**9 else "a very large number"
    message = f"the weights sum to {shown}, not {WEIGHT_SUM}"
    return [Finding("criteria", None, "weight_sum", message)]
