"""Reading the tables of who may ask what, and which keys an answer may have."""

from collections.abc import Mapping
from pathlib import Path

from tests.access.asking import (
    ANONYMOUS,
    DEVICE_ROLE,
    READS,
    ROLES,
)
from tests.access.world import SIDES

HERE = Path(__file__).parent
ROUTES = HERE / "routes.txt"
KEYS = HERE / "keys.txt"
GROUPS = {
    "everybody": frozenset(ROLES),
    "people": frozenset(ROLES) - {ANONYMOUS, READS, DEVICE_ROLE},
    "bearers": frozenset(ROLES) - {ANONYMOUS, DEVICE_ROLE},
}
Allowed = Mapping[str, frozenset[str]]  # the roles that are let in, by side


def read_routes() -> dict[str, Allowed]:
    """Return who is let in to each question; a question that stands there twice is refused."""
    found: dict[str, Allowed] = {}
    allowed: Allowed = {}
    for line in ROUTES.read_text().splitlines():
        if line.startswith("== "):
            allowed = _allowed(line.removeprefix("== "))
        elif line and not line.startswith("#"):
            if line in found:
                raise ValueError("twice: " + line)
            found[line] = allowed
    return found


def _allowed(text: str) -> Allowed:
    """Return the roles of each side; what is said of `nobody` is why."""
    parts = dict(part.strip().split(":") for part in text.split(";"))
    return {side: _roles(parts.get(side, "")) for side in SIDES}


def _roles(text: str) -> frozenset[str]:
    roles: frozenset[str] = frozenset()
    for word in text.split():
        name = word.removeprefix("-")
        some = GROUPS.get(name, frozenset((name,)))
        roles = roles - some if word.startswith("-") else roles | some
    if strangers := roles - set(ROLES):
        raise ValueError(f"no such role: {sorted(strangers)}")
    return roles


def read_keys() -> dict[str, dict[str, frozenset[str]]]:
    """Return the keys that a role may get, by question and role; what `*` may, every role may."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    question = ""
    for line in KEYS.read_text().splitlines():
        if line.startswith("    "):
            role, _, keys = line.strip().partition(": ")
            before = found[question].get(role, frozenset())
            found[question][role] = before | frozenset(keys.split())
        elif line and not line.startswith("#"):
            question = line
            found[question] = {}
    return found
