"""What an applicant file holds, how complete it is, and the copy that a proposal takes of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

COPY_FORMAT = 1
MAX_ATTACHMENTS = 3
PITCH_LENGTH = 200
TEXTS = ("pitch", "about", "team", "track_record", "website", "ip_note")


class IpStatus(StrEnum):
    """Who may use what the organisation brings along."""

    NONE = "none"
    SECRET = "secret"  # noqa: S105 - a trade secret, not a password
    APPLIED = "applied"
    GRANTED = "granted"
    LICENSED = "licensed"
    OPEN = "open"


# What a whole file says, in the order of its page; the rest is as the organisation likes.
WANTED = ("pitch", "about", "team", "track_record", "ip_status", "rights_declared_at")


def missing_in(file: Any) -> tuple[str, ...]:
    """Return what a whole file would say and this one does not, in the order of its page."""
    return tuple(name for name in WANTED if not getattr(file, name, None))


def copy_of(file: Any) -> dict[str, Any] | None:
    """Return what a proposal takes of a file as plain values; None of one that says nothing."""
    declared = file.rights_declared_at
    said = {name: getattr(file, name) for name in TEXTS}
    if not any(said.values()) and not file.ip_status and declared is None:
        return None
    return {
        "format": COPY_FORMAT,
        **said,
        "ip_status": file.ip_status,
        "rights_declared_at": None if declared is None else declared.isoformat(),
    }


def is_changed(taken: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    """Whether a file says something else than the copy that was taken of it."""
    return dict(taken or {}) != dict(now or {})
