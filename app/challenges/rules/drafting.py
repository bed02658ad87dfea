"""From a brief to the values of a draft: texts, parts and first dates."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from app.core.text import slugify
from app.identity.rules.ecosystems import Ecosystem, Priority
from app.identity.rules.nace import find_activity
from challenges.brief import Brief, Schedule, Tags

PREPARATION = timedelta(days=7)
OPENING_HOUR = 9
CLOSING_HOUR = 17
LEVELS = 6
DEFAULT_WORDS = 300
TEXTS = (
    *("title", "theme", "language", "summary", "context", "problem", "current_approach"),
    *("wanted_outcome", "tried", "measures", "budget_minor", "currency", "pilot_site", "prize"),
    *("other_offer", "contract", "ip", "rights", "confidentiality", "contact", "languages"),
    *("who_may_apply", "countries", "eligibility", "trl_min", "trl_wanted", "keywords"),
    *(
        "transition",
        "nace",
        "sdg",
        "ecosystems",
        "priorities",
        "sponsor_name",
        "opens_at",
        "closes_at",
        "decision_on",
    ),
)
LIST_FIELDS = (
    *("who_may_apply", "countries", "keywords", "transition", "nace", "sdg", "ecosystems"),
    *("priorities", "languages", "measures"),
)
MEASURE = ("name", "today", "wanted")
NULLABLE = ("budget_minor", "opens_at", "closes_at", "decision_on")
DEFAULTS: Mapping[str, Any] = {"currency": "EUR", "language": "en", "trl_min": 1, "trl_wanted": 9}


def values_of(brief: Brief) -> dict[str, Any]:
    """Return the values of a draft that starts from a brief."""
    offer, eligibility = brief.offer, brief.eligibility
    return {
        **{name: getattr(brief, name) for name in ("title", "theme", "language", "summary")},
        **asdict(brief.problem),
        "budget_minor": offer.budget_minor,
        "currency": offer.currency,
        "pilot_site": offer.pilot_site,
        "prize": offer.prize,
        "other_offer": offer.other,
        "contract": offer.contract,
        **asdict(brief.terms),
        "languages": [code[:2] for code in brief.terms.languages],
        "measures": [asdict(measure) for measure in brief.measures],
        "who_may_apply": list(eligibility.who),
        "countries": list(eligibility.countries),
        "eligibility": eligibility.text,
        "trl_min": eligibility.trl_min,
        "trl_wanted": eligibility.trl_wanted,
        **_tags_of(brief.tags),
        "questions": [asdict(question) for question in brief.questions],
        "criteria": [
            {**asdict(criterion), "levels": list(criterion.levels)} for criterion in brief.criteria
        ],
    }


def _tags_of(tags: Tags) -> dict[str, list[Any]]:
    """Return the tags that the editor's lists know; a file may hold others."""
    found = [find_activity(code) for code in tags.nace]
    return {
        **{key: list(words) for key, words in asdict(tags).items()},
        "nace": [one.code for one in found if one and one.parent],
        "ecosystems": [code for code in tags.ecosystems if code in set(Ecosystem)],
        "priorities": [code for code in tags.priorities if code in set(Priority)],
    }


def first_dates(schedule: Schedule, local_now: datetime) -> dict[str, datetime]:
    """Return the local opening and closing that a schedule suggests: in a week, in office hours."""
    day = (local_now + PREPARATION).replace(minute=0, second=0, microsecond=0)
    opens = day.replace(hour=OPENING_HOUR)
    closes = opens.replace(hour=CLOSING_HOUR) + timedelta(weeks=schedule.open_weeks)
    decision = closes + timedelta(weeks=schedule.decision_weeks_after_close)
    return {"opens_at": opens, "closes_at": closes, "decision_on": decision}


def tidy_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the record holds them: what was left empty is an empty text or list."""
    return {name: _tidy(name, values[name]) for name in TEXTS if name in values}


def _tidy(name: str, value: Any) -> Any:
    if name == "measures":
        rows = [{key: row.get(key) or "" for key in MEASURE} for row in value or []]
        return [row for row in rows if any(row.values())]
    if name in LIST_FIELDS:
        return [one for one in value or [] if one]
    if value is not None or name in NULLABLE:
        return value
    return DEFAULTS.get(name, "")


def with_keys(rows: Iterable[Mapping[str, Any]], label: str) -> list[dict[str, Any]]:
    """Return rows each with a key of its own: the one it had, or one made from its label."""
    used: set[str] = set()
    keyed = []
    for row in rows:
        key = _free_key(row.get("key") or _key_from(row.get(label) or ""), used)
        used.add(key)
        keyed.append({**row, "key": key})
    return keyed


def is_blank(row: Mapping[str, Any], *names: str) -> bool:
    """Whether somebody left a row of a form empty."""
    return not any(_has_text(row.get(name)) for name in names)


def levels_of(row: Mapping[str, Any]) -> list[str]:
    """Return the six texts of a criterion's levels, empty where nothing was written yet."""
    given = [level or "" for level in row.get("levels") or []][:LEVELS]
    return given + [""] * (LEVELS - len(given))


def _has_text(value: Any) -> bool:
    return any(map(_has_text, value)) if isinstance(value, list) else bool(value)


def _key_from(label: str) -> str:
    words = slugify(label, 30).replace("-", "_")
    return words if re.match("[a-z]", words) else f"k_{words}".rstrip("_")


def _free_key(key: str, used: set[str]) -> str:
    if key not in used:
        return key
    return next(found for n in range(2, 99) if (found := f"{key[:36]}_{n}") not in used)
