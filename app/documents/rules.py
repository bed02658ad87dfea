"""Who may open what of a challenge, and what somebody does next to get there."""

from dataclasses import dataclass
from enum import StrEnum

MOST_DOCUMENTS = 30
# What an owner starts from who has no agreement of their own.
HOUSE_TEXT = """\
1. The challenge owner shows you documents that it keeps confidential, so that you can decide \
whether and how to answer its challenge. You use them for nothing else.
2. You show them only to people of your organisation who need them for that purpose and who have \
accepted this agreement themselves. You make no more copies than you need.
3. This does not cover what was public already, what you knew before, what you find out by \
yourself, or what a law obliges you to hand over.
4. Neither side gains any right to inventions, know-how or marks of the other.
5. When the challenge is decided, you delete your copies, unless you agree otherwise in writing.
6. The agreement holds for three years from your acceptance. Every opening of a document is \
recorded with name, organisation and time, and what you download carries them.
"""


class Tier(StrEnum):
    """How far a document goes, from everybody to the closest circle."""

    PUBLIC = "public"
    REGISTERED = "registered"
    AGREEMENT = "agreement"
    CLOSED = "closed"


CONFIDENTIAL = frozenset({Tier.AGREEMENT, Tier.CLOSED})


class AccessState(StrEnum):
    """What became of an organisation's wish to see documents under an agreement."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


# Where an answer may come from; the guarded update holds it against the row.
FROM = {
    AccessState.CONFIRMED: frozenset(
        {AccessState.ASKED, AccessState.REFUSED, AccessState.WITHDRAWN}
    ),
    AccessState.REFUSED: frozenset({AccessState.ASKED}),
    AccessState.WITHDRAWN: frozenset({AccessState.CONFIRMED}),
}


@dataclass(frozen=True)
class Circle:
    """How close somebody is to a challenge; `cleared` says for which of their organisations."""

    is_signed_in: bool = False
    is_owner: bool = False
    is_juror: bool = False
    cleared: frozenset[int] = frozenset()


class Step(StrEnum):
    """What stands between somebody and the documents under an agreement."""

    SIGN_IN = "sign_in"
    JOIN = "join"
    ASK = "ask"
    WAIT = "wait"
    REFUSED = "refused"
    ACCEPT = "accept"
    NONE = "none"


def may_open(tier: str, circle: Circle) -> bool:
    """Whether a tier is open to a circle: the one rule for pages, API and files."""
    if tier == Tier.PUBLIC or circle.is_owner:
        return True
    if tier == Tier.REGISTERED:
        return circle.is_signed_in
    if circle.is_juror:
        return tier in CONFIDENTIAL
    return tier == Tier.AGREEMENT and bool(circle.cleared)


def next_step(circle: Circle, states: frozenset[str], *, can_ask: bool) -> Step:
    """Return what somebody does next; `states` are those of their organisations' wishes."""
    if may_open(Tier.AGREEMENT, circle):
        return Step.NONE
    if not circle.is_signed_in:
        return Step.SIGN_IN
    if AccessState.CONFIRMED in states:
        return Step.ACCEPT
    if AccessState.ASKED in states:
        return Step.WAIT
    if states:
        return Step.REFUSED
    return Step.ASK if can_ask else Step.JOIN
