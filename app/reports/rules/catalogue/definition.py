"""What a definition of a figure says."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    SHARE = "share"  # `value` of `of`, shown in per cent
    TENTHS = "tenths"  # one digit after the point


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means; `of` names its denominator; an audited one is proved by records."""

    key: str
    code: str
    name: str
    text: str
    unit: Unit = Unit.COUNT
    noun: str = ""
    of: str = ""
    section: str = "participation"
    is_audited: bool = False


def N_(text: str) -> str:  # noqa: N802 - the name that the extraction of translations looks for
    """Mark a text for translation; the edge translates it."""
    return text


PEOPLE = N_("people")
PROPOSALS = N_("proposals")
SUBMITTED = N_("submitted proposals")
SHEETS = N_("scorecards")
ORGANISATIONS = N_("organisations")
