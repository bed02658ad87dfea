"""Levels that a jury agreed on in its deliberation; whoever keeps them says so here."""

from collections.abc import Callable, Mapping

from app.challenges.models import Challenge

Levels = Mapping[int, Mapping[str, int]]
Tells = Callable[[Challenge], Levels]
_tell: list[Tells] = []


def tells_agreed_levels(tells: Tells) -> Tells:
    """Register who knows the agreed levels of a challenge, by proposal and criterion."""
    _tell.append(tells)
    return tells


def agreed_levels(challenge: Challenge) -> Levels:
    """Return the levels that the jury of a challenge agreed on, by proposal and criterion."""
    found: dict[int, Mapping[str, int]] = {}
    for tells in _tell:
        found.update(tells(challenge))
    return found
