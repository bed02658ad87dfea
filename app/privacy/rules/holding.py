"""When an address was whose: what came under it before and after belongs to others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# So long whoever gave an address up can take it back, and gets letters about that there.
LINGERS = timedelta(days=7)


@dataclass(frozen=True)
class Claim:
    """From when until when an account had an address; until None, it has it now."""

    person_id: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Window:
    """The time whose letters and tickets an address makes somebody's; None is without an end."""

    since: datetime | None
    until: datetime | None


def window_of(own: Claim, claims: Iterable[Claim], erased_at: datetime | None = None) -> Window:
    """Return what of an address's time is its holder's.

    It begins where the time of the holder before ended, or somebody with the address was erased;
    an account opens for what was there before it. No two holders' times overlap.
    """
    others = [one for one in claims if one.person_id != own.person_id]
    ends = [_end(one, [*others, own]) for one in others if one.since < own.since]
    ends += [erased_at] if erased_at is not None and erased_at <= own.since else []
    return Window(max(filter(None, ends), default=None), _end(own, others))


def _end(claim: Claim, claims: Iterable[Claim]) -> datetime | None:
    """Return when the time of a claim is over: a while after it, or where the next begins."""
    if claim.until is None:
        return None
    others = (one for one in claims if one.person_id != claim.person_id)
    following = [one.since for one in others if one.since >= claim.until]
    return min([claim.until + LINGERS, *following])
