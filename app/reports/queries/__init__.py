"""Reads of the records behind the figures, and of snapshots and their reports."""

from app.reports.queries.pending import frozen_among
from app.reports.queries.records import load_records
from app.reports.queries.snapshots import (
    find_latest_snapshot,
    find_report,
    get_report,
    get_snapshot,
    list_revisions,
    list_snapshots,
    read_snapshot,
)

__all__ = [
    "find_latest_snapshot",
    "find_report",
    "frozen_among",
    "get_report",
    "get_snapshot",
    "list_revisions",
    "list_snapshots",
    "load_records",
    "read_snapshot",
]
