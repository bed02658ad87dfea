"""What the form of the editor shows: values as people write them, rows to fill, lists to choose."""

import re
from collections.abc import Mapping
from typing import Any

from app.challenges import queries
from app.challenges.pages.base import APPLICANTS, THEMES, TRANSITIONS
from app.challenges.pages.words import GOALS, IP_TERMS
from app.challenges.rules.drafting import DEFAULT_WORDS, TEXTS
from app.challenges.rules.steps import Step
from app.challenges.schemas.drafts import MAX_ACTIVITIES
from app.identity.messages import ECOSYSTEMS, PRIORITIES
from app.identity.rules.nace import Level, activity_label, list_activities
from app.web.fields import local_input, money_text

_BLANK_CRITERION = dict.fromkeys(("key", "name", "weight", "description", "levels"))
_BLANK_MEASURE = dict.fromkeys(("name", "today", "wanted"))
_BLANK_QUESTION = dict.fromkeys(("key", "label", "help", "max_words"))
WORD_LISTS = ("keywords", "countries", "languages")
CURRENCIES = ("EUR", "BGN", "CHF", "CZK", "DKK", "GBP", "HUF", "NOK", "PLN", "RON", "SEK")


def editor_values(challenge: Any) -> dict[str, Any]:
    """Return a challenge as its form shows it: local times, amounts as people write them."""
    values = {name: getattr(challenge, name) for name in TEXTS}
    for name in WORD_LISTS:
        values[name] = ", ".join(values[name])
    for name in ("opens_at", "closes_at"):
        values[name] = local_input(values[name], challenge.event.timezone)
    codes = [activity_label(code) for code in values["nace"]]
    values["nace"] = codes + [""] * (MAX_ACTIVITIES - len(codes))
    values["budget_minor"] = money_text(challenge.budget_minor)
    parts = queries.draft_values(challenge)
    return {**values, **parts, "version": challenge.version}


def choices(step: Step, currency: str) -> dict[str, Any]:
    """Return what the lists of a step offer."""
    lists: dict[str, Mapping[Any, Any]] = {}
    if step is Step.PROBLEM:
        lists = {"themes": THEMES}
    elif step is Step.OFFER:
        lists = {"currencies": {code: code for code in dict.fromkeys((*CURRENCIES, currency))}}
    elif step is Step.TERMS:
        lists = {
            "applicants": APPLICANTS,
            "transitions": TRANSITIONS,
            "ip_terms": IP_TERMS,
            "ecosystems": ECOSYSTEMS,
            "priorities": PRIORITIES,
            "goals": GOALS,
        }
    offered: dict[str, Any] = {name: list(words.items()) for name, words in lists.items()}
    if step is Step.TERMS:
        offered["activities"] = tuple(one.label for one in list_activities(Level.CLASS))
    return offered


def with_spare_rows(values: Mapping[str, Any], added: str | None) -> dict[str, Any]:
    """Return the rows to show: at least one of each kind, and one more where that was asked for.

    `total` is what the weights of the criteria add up to.
    """
    criteria, questions = list(values.get("criteria") or []), list(values.get("questions") or [])
    measures = list(values.get("measures") or [])
    if added == "criterion" or not criteria:
        left = 100 - sum(_number(row.get("weight")) for row in criteria)
        criteria.append({"weight": max(1, left)})
    if added == "question" or not questions:
        questions.append({"max_words": DEFAULT_WORDS})
    if added == "measure" or not measures:
        measures.append({})
    return {
        "measures": [_BLANK_MEASURE | row for row in measures],
        "criteria": [_BLANK_CRITERION | row for row in criteria],
        "questions": [_BLANK_QUESTION | row for row in questions],
        "total": sum(_number(row.get("weight")) for row in criteria if row.get("name")),
    }


def _number(value: Any) -> int:
    text = str(value if value is not None else "")
    return int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
