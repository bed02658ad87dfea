"""How far a mailing is, from what became of its mails."""

from collections.abc import Mapping
from dataclasses import dataclass

SENT, FAILED = "sent", "failed"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of a mailing's recipients have it, will never, are left out, or wait."""

    total: int
    sent: int = 0
    failed: int = 0
    left_out: int = 0

    @property
    def waiting(self) -> int:
        """Those whose mail is still to be written or sent."""
        return self.total - self.done

    @property
    def done(self) -> int:
        """Those for whom nothing more happens."""
        return self.sent + self.failed + self.left_out


def progress_of(total: int, counts: Mapping[str, int]) -> Progress:
    """Return how far a mailing is; its mails are written all at once, to all but who was erased."""
    written = sum(counts.values())
    return Progress(
        total=max(total, written),
        sent=counts.get(SENT, 0),
        failed=counts.get(FAILED, 0),
        left_out=max(total - written, 0) if written else 0,
    )
