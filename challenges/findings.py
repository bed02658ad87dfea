"""What a check or a recount found, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at a key path and, in a file, at a line."""

    path: str
    line: int | None
    message_code: str
    message: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the published result and the recount differ."""

    code: str
    path: str
    message: str
