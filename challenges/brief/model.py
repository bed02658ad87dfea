"""The parts of a brief as values."""

from dataclasses import dataclass

from challenges.criteria import Criterion

FORMAT = 1
THEMES = (
    "packaging",
    "logistics",
    "storage",
    "digital",
    "green",
    "circular",
    "resilience",
    "skills",
    "energy",
    "health",
    "food",
    "manufacturing",
)
APPLICANTS = ("sme", "startup", "research", "large_company", "consortium")
TRANSITIONS = ("green", "digital", "resilience")
IP_TERMS = ("kept", "licence", "transfer", "open_source", "to_be_agreed")
UNDECIDED = "to_be_agreed"


@dataclass(frozen=True, slots=True)
class Problem:
    """What goes wrong, and what must be true afterwards; Markdown."""

    context: str
    problem: str
    current_approach: str
    wanted_outcome: str
    tried: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the company gives: a budget in minor units, a pilot site, a prize."""

    budget_minor: int
    currency: str
    pilot_site: str
    prize: str
    other: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may apply, from where, and how mature the solution must be; no country means any."""

    who: tuple[str, ...]
    countries: tuple[str, ...]
    trl_min: int
    trl_wanted: int
    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """Under which words and codes the challenge is found and reported."""

    transition: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    nace: tuple[str, ...] = ()
    sdg: tuple[int, ...] = ()
    ecosystems: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long the challenge is open, and when it is decided, in weeks."""

    open_weeks: int
    decision_weeks_after_close: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms one applies: who keeps the rights, what stays secret, in which languages.

    An empty `ip` says that nobody wrote it down; `to_be_agreed` that it is not decided yet.
    """

    ip: str = ""
    rights: str = ""
    confidentiality: str = ""
    contact: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure by which the wanted outcome is known: what it is today, and what it must be."""

    name: str
    today: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that every proposal answers."""

    key: str
    label: str
    help: str
    max_words: int


@dataclass(frozen=True, slots=True)
class Brief:
    """One innovation challenge as its owner wrote it down."""

    id: str
    title: str
    theme: str
    language: str
    summary: str
    problem: Problem
    offer: Offer
    eligibility: Eligibility
    tags: Tags
    schedule: Schedule
    questions: tuple[Question, ...]
    criteria: tuple[Criterion, ...]
    terms: Terms = Terms()
    measures: tuple[Measure, ...] = ()
