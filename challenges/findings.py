"""What a check found, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at a key path and, in a file, at a line."""

    path: str
    line: int | None
    message_code: str
    message: str
