"""The size of an enterprise, by the annex of Recommendation 2003/361/EC.

Headcount always counts; of turnover and balance sheet total one is enough (article 2). Partners
and linked enterprises are added before the bands are chosen (article 6).
"""

from dataclasses import dataclass
from enum import StrEnum

from app.identity.rules.kinds import SizeClass


class Headcount(StrEnum):
    """Staff in annual work units."""

    UNDER_10 = "under_10"
    UNDER_50 = "under_50"
    UNDER_250 = "under_250"
    FROM_250 = "from_250"


class Turnover(StrEnum):
    """Annual turnover, in millions of euros."""

    TO_2 = "to_2"
    TO_10 = "to_10"
    TO_50 = "to_50"
    OVER_50 = "over_50"


class BalanceSheet(StrEnum):
    """Annual balance sheet total, in millions of euros."""

    TO_2 = "to_2"
    TO_10 = "to_10"
    TO_43 = "to_43"
    OVER_43 = "over_43"


class Relation(StrEnum):
    """Whether others have a share in the enterprise, or it in them (article 3)."""

    AUTONOMOUS = "autonomous"
    PARTNER = "partner"
    LINKED = "linked"


CLASSES = tuple(SizeClass)
_HEADCOUNTS = tuple(Headcount)
_TURNOVERS = tuple(Turnover)
_BALANCES = tuple(BalanceSheet)
OUTDATED_AFTER_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What an enterprise declares of an accounting year, with partners and linked ones added."""

    accounting_year: int
    headcount: Headcount
    turnover: Turnover | None = None
    balance_sheet: BalanceSheet | None = None
    relation: Relation = Relation.AUTONOMOUS
    is_public_controlled: bool = False


def size_class_of(figures: Figures) -> SizeClass:
    """Return the class that the figures give; one of the two sums may be left out.

    Whom public bodies control by a quarter or more is no small or medium-sized enterprise, however
    small it is (article 3(4)).
    """
    if figures.is_public_controlled:
        return SizeClass.LARGE
    sums = []
    if figures.turnover is not None:
        sums.append(_TURNOVERS.index(figures.turnover))
    if figures.balance_sheet is not None:
        sums.append(_BALANCES.index(figures.balance_sheet))
    lowest = min(sums, default=len(CLASSES) - 1)
    return CLASSES[max(_HEADCOUNTS.index(figures.headcount), lowest)]


def is_outdated(age_in_days: int) -> bool:
    """Whether a declaration is so old that it has to be made again."""
    return age_in_days > OUTDATED_AFTER_DAYS
