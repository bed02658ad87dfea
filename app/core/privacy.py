"""What the tables say of people: declared beside each column and each table, read by machines.

The export of a person's data, its erasure, the retention rules and the records of processing
(Regulation (EU) 2016/679, articles 15, 17, 5(1)(e) and 30) all come from these declarations, and a
test refuses a column of text that has none.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

KEY = "personal"
NAMES = "names_person"
ERASED_HOST = "erased.invalid"  # where the address of somebody who was erased leads


class Category(StrEnum):
    """What kind of personal data a column holds."""

    NAME = "name"
    CONTACT = "contact"
    CREDENTIAL = "credential"
    PROFILE = "profile"
    CONTENT = "content"  # what the person wrote or uploaded
    ASSESSMENT = "assessment"  # what others wrote about the person or their work
    TECHNICAL = "technical"  # addresses of networks, devices, traces of use
    SPECIAL = "special"  # health, diet, access needs (article 9)


class Basis(StrEnum):
    """The legal basis of keeping a table (article 6)."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate_interest"
    LEGAL_OBLIGATION = "legal_obligation"


class Erased(StrEnum):
    """What erasure does to the rows that are about a person."""

    DELETED = "deleted"
    BLANKED = "blanked"  # the row stays for what refers to it, its personal columns do not
    KEPT = "kept"  # the law or somebody else's right needs it: `why` says which


class Recipient(StrEnum):
    """Who gets to see a table, beside the person (article 30(1)(d))."""

    NOBODY = "nobody"
    OPERATOR = "operator"
    ORGANISERS = "organisers"
    MEMBERS = "members"  # the others of an organisation
    CHALLENGE_OWNER = "challenge_owner"
    JURY = "jury"
    PUBLIC = "public"


@dataclass(frozen=True)
class Personal:
    """What a column holds of a person; `kept` and `unexported` are reasons, None without one.

    `blank` is what stands there once it is blanked, with `{id}` for the row's own number.
    """

    category: Category
    kept: str | None = None
    unexported: str | None = None
    blank: str | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """Whose rows a table has, why they are there and for how long.

    `whose` names the columns that lead to the person: a foreign key to `person.id`, a foreign key
    to a row that is itself about a person, a number declared by `names_person`, or an address.
    With `held` a row is about whoever the rows that refer to it are about, as a file is, if these
    name the column that leads to it in `holds`; it goes when nothing refers to it any more.
    A row found by an address is somebody's only if they had the address at the instant in `dated`.
    `days` is how long a row is kept after `since`, a column with an instant, perhaps of the row
    that a foreign key leads to (`event_id.ends_at`); None while the account exists. Then `after`
    happens to it: unless told otherwise what erasure does, or blanking where erasure keeps.
    """

    whose: tuple[str, ...]
    purpose: str
    basis: Basis
    erased: Erased
    dated: str = "created_at"
    why: str = ""
    days: int | None = None
    since: str | None = None
    after: Erased | None = None
    held: bool = False
    holds: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = (Recipient.NOBODY,)

    @property
    def at_end(self) -> Erased:
        """What happens to a row when its time is over."""
        if self.after is not None:
            return self.after
        return Erased.BLANKED if self.erased is Erased.KEPT else self.erased


def personal(
    category: Category,
    *,
    kept: str | None = None,
    unexported: str | None = None,
    blank: str | None = None,
) -> dict[str, Any]:
    """Return the `info` of a column that holds personal data."""
    return {KEY: Personal(category, kept, unexported, blank)}


def names_person(pattern: str | None = None) -> dict[str, Any]:
    """Return the `info` of a column with a person's number that no foreign key binds.

    A text holds the number in a pattern such as `person:{id}`.
    """
    return {KEY: None, NAMES: pattern}


# The `info` of a column of text that says nothing of a person: a state, a code, a hash of bytes.
IMPERSONAL: dict[str, Any] = {KEY: None}
