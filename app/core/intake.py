"""Files that come in from outside: looked at by us, then by a virus scanner where there is one."""

from app.core.content import CheckedFile, check_file
from app.core.viruses import refuse_viruses


def take_file(
    data: bytes,
    filename: str,
    allowed: frozenset[str],
    *,
    limit: int | None = None,
    longest_side: int | None = None,
) -> CheckedFile:
    """Return a file that somebody sent as it may be kept; run before a unit of work, never in it.

    The scanner sees what was sent, not what was drawn anew of it.
    """
    checked = check_file(data, filename, allowed, limit=limit, longest_side=longest_side)
    refuse_viruses(data)
    return checked
