"""Chance that comes out the same each time."""

import random

SEED = "innoday demo 1"
ID_BITS = 63
EVENT_BITS = 47  # what a badge has room for


def chance(topic: str) -> random.Random:
    """Return a source of chance of its own for a topic, so that topics do not disturb each other.

    The order of draws is part of the demo: nothing here keeps a secret.
    """
    return random.Random(f"{SEED}/{topic}")  # noqa: S311 - to be repeated, not to be secret


class Ids:
    """Identifiers that are the same in every installation."""

    def __init__(self) -> None:
        self._chance = chance("ids")

    def new(self) -> int:
        """Return the next identifier."""
        return self._chance.getrandbits(ID_BITS) or 1

    def new_event(self) -> int:
        """Return the next identifier of an event, which has six bytes."""
        return self._chance.getrandbits(EVENT_BITS) or 1
