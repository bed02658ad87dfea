"""What an expert may say of themselves, and what they agreed to."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.text import search_key

MAX_KEYWORDS = 12
MAX_EMPLOYERS = 15
MAX_LANGUAGES = 12
LONGEST_ENTRY = 60
FIRST_YEAR, LAST_YEAR = 1950, 2100
# Kept with the answer, so that it stays known what somebody agreed to; a new text is a new number.
CONSENT = (
    "I agree that my name, my organisation and what I write of my expertise are shown to the "
    "people of the clusters that I choose, so that they can ask me onto a jury. They also see how "
    "many proposals I have to judge and how many scorecards I handed in on time. I can leave the "
    "pool at any moment; then what I wrote is deleted."
)


class LabelKind(StrEnum):
    """What a label of an expert says."""

    TOPIC = "topic"
    KEYWORD = "keyword"
    LANGUAGE = "language"


class Audience(StrEnum):
    """Which clusters find an expert: those that asked them, or every one of the partnership."""

    OWN = "own"
    PARTNERSHIP = "partnership"


class Helix(StrEnum):
    """Which part of society an expert comes from."""

    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC = "public"
    SOCIETY = "society"


@dataclass(frozen=True)
class Employer:
    """For whom an expert worked, and from which year to which."""

    name: str
    organisation_id: int | None = None
    from_year: int | None = None
    until_year: int | None = None


@dataclass(frozen=True)
class ExpertWords:
    """What an expert says of themselves."""

    organisation_name: str = ""
    country: str | None = None
    helix: Helix | None = None
    strengths: str = ""
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    employers: tuple[Employer, ...] = ()
    shared_with: Audience = Audience.OWN


@dataclass(frozen=True)
class ExpertFilter:
    """What is looked for in the pool; None and "" filter nothing."""

    text: str = ""
    topic: str | None = None
    language: str | None = None
    country: str | None = None
    most_open: int | None = None

    @property
    def words(self) -> list[str]:
        """The words to find, as they are compared."""
        return search_key(self.text).split()


@dataclass(frozen=True)
class Load:
    """What an expert has to judge now, and how reliable they were."""

    open: int = 0
    handed_in: int = 0
    on_time: int = 0


@dataclass(frozen=True)
class FitProfile:
    """What is known of a person's expertise, for who assigns proposals and who looks for ties."""

    person_id: int
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    country: str | None = None
    helix: str | None = None
    organisation_name: str = ""
    employers: tuple[Employer, ...] = ()


def labels_of(words: ExpertWords) -> dict[tuple[LabelKind, str], str]:
    """Return an expert's labels: kind and code, with the text of those that are free."""
    found = {(LabelKind.TOPIC, code): "" for code in words.topics}
    found |= {(LabelKind.LANGUAGE, code): "" for code in words.languages}
    for text in words.keywords:
        if code := search_key(text)[:120]:
            found.setdefault((LabelKind.KEYWORD, code), text)
    return found


def has_order(employer: Employer) -> bool:
    """Whether the years stand in their order."""
    if employer.from_year is None or employer.until_year is None:
        return True
    return employer.from_year <= employer.until_year
