"""What happens to snapshots and reports."""

from dataclasses import dataclass

from app.core.facts import Code, Fact, Words


@dataclass(frozen=True, kw_only=True)
class SnapshotFrozen(Fact):
    """An organiser froze the figures of an event under a number and a digest, and said why."""

    snapshot_id: int
    version: int
    sha256: Code
    reason: Words


@dataclass(frozen=True, kw_only=True)
class ReportMade(Fact):
    """The outcome report of a snapshot was set; `file_sha256` is the digest of the PDF."""

    report_id: int
    snapshot_id: int
    version: int
    file_sha256: Code
