"""Words are counted as the page counts them; conditions and refusals name their field."""

from types import SimpleNamespace

import pytest

from app.proposals.rules import check_eligibility, count_words, find_problems, shown_state


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, 0),
        ("  \n\t ", 0),
        ("one", 1),
        ("two\u00a0words", 2),
        ("Żółć – трябва, ναι!", 4),
        ("a\ufeffb\u2028c", 3),
        ("one\x85word", 1),
    ],
)
def test_words(text, words):
    assert count_words(text) == words


def draft(**values):
    start = {"title": "T", "summary": "S", "trl": 5, "answers": {"q": "one two"}}
    partners = {"partners": "", "partner_countries": [], "has_research_partner": False, "video": ""}
    return SimpleNamespace(**(start | partners | values))


def test_problems_stand_at_their_fields():
    question = SimpleNamespace(key="q", label="Why?", max_words=1)
    found = find_problems(draft(title="", trl=None), [question])
    assert [(one.field, one.code) for one in found] == [
        ("title", "proposal_title_missing"),
        ("trl", "trl_missing"),
        ("answer-q", "too_many_words"),
    ]
    assert find_problems(draft(answers={"q": "one"}), [question]) == ()


def test_eligibility():
    challenge = SimpleNamespace(who_may_apply=["sme"], countries=["DE"], trl_min=5)
    organisation = SimpleNamespace(kind="research", country="PL")
    found = check_eligibility(challenge, organisation, draft(trl=4))
    assert [(one.code, one.is_met) for one in found] == [
        ("kind", False),
        ("country", False),
        ("trl", False),
    ]
    challenge.who_may_apply.append("consortium")
    together = draft(partners="We and TU", partner_countries=["DE"])
    assert all(one.is_met for one in check_eligibility(challenge, organisation, together))


@pytest.mark.parametrize(
    ("state", "told", "shown"),
    [
        ("submitted", None, "submitted"),
        ("eligible", None, "in_jury"),
        ("selected", None, "in_jury"),
        ("selected", "now", "selected"),
        ("ineligible", None, "ineligible"),
    ],
)
def test_what_authors_see(state, told, shown):
    challenge = SimpleNamespace(phase="decision")
    proposal = SimpleNamespace(state=state, outcome_told_at=told, challenge=challenge)
    assert shown_state(proposal) == shown
    challenge.phase = "archived"
    is_answered = shown not in {"submitted", "in_jury"}
    assert shown_state(proposal) == (shown if is_answered else "called_off")
