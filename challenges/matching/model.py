"""What is matched, as values: an organisation's profile, what a challenge wants, the result."""

from dataclasses import dataclass
from enum import StrEnum

from challenges.brief import Brief
from challenges.matching.fields import ecosystems_of, priorities_of

# From this score on the two are said to suit each other; chosen by looking at the demo's scores.
SUITS = 35.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organisation says of itself, as far as it can tell what it is able to do.

    What it needs is left out: who has the same problem is not who solves it.
    """

    key: int
    kind: str
    country: str
    size: str | None = None
    nace: tuple[str, ...] = ()
    ecosystems: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    offers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Everything it says in sentences."""
        return "\n".join((self.description, *self.offers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a challenge asks for, and of whom; no applicants or countries means any."""

    key: int
    owner: int | None = None
    who: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    nace: tuple[str, ...] = ()
    ecosystems: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    title: str = ""
    summary: str = ""
    text: str = ""


class ReasonKind(StrEnum):
    """What kind of evidence speaks for a match."""

    KEYWORDS = "keywords"
    WORDS = "words"
    SECTOR = "sector"
    ECOSYSTEM = "ecosystem"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of evidence, with the words or codes that both sides share."""

    kind: ReasonKind
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation and a challenge that suit each other: from 0 to 100, and why."""

    profile: int
    wanted: int
    score: float
    reasons: tuple[Reason, ...]


def wanted_of(brief: Brief, *, key: int = 0, owner: int | None = None) -> Wanted:
    """Return what a brief asks for; its fields are its own and those that its theme stands in."""
    return Wanted(
        key=key,
        owner=owner,
        who=brief.eligibility.who,
        countries=brief.eligibility.countries,
        nace=brief.tags.nace,
        ecosystems=_union(ecosystems_of(brief.theme), brief.tags.ecosystems),
        priorities=_union(priorities_of(brief.theme, brief.tags.transition), brief.tags.priorities),
        keywords=brief.tags.keywords,
        title=brief.title,
        summary=brief.summary,
        text=f"{brief.problem.problem}\n{brief.problem.wanted_outcome}",
    )


def _union(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*some, *more}))
