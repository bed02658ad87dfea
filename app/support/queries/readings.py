"""The figures that policy makers and report readers read: as they were read last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.core.db import db
from app.core.errors import NotFound
from app.support.models import FiguresReading
from app.support.rules.figures import Breakdown, break_down, published, share, show_all

SMALL = ("sme", "startup")
NOT_READ = "figures_not_read"


@dataclass(frozen=True)
class Figures:
    """Figures in which nobody can be told, and when they were read."""

    read_at: datetime
    participants: Breakdown
    kinds: Breakdown
    regions: Breakdown
    sectors: Breakdown
    priorities: Breakdown
    months: Breakdown
    organisations: Breakdown
    proposals: Breakdown
    proposal_regions: Breakdown
    challenge_kinds: Breakdown
    challenge_regions: Breakdown

    @property
    def sme_share(self) -> int | None:
        """The share of SMEs and start-ups among the participants, in per cent."""
        return share(self.kinds, SMALL)

    @property
    def challenges(self) -> int:
        """How many challenges are public."""
        return self.challenge_kinds.total or 0


# Challenges are public, each with its owner: all their groups are shown.
PUBLIC = ("challenge_kinds", "challenge_regions")


def is_of_cluster(cluster_id: int) -> ColumnElement[bool]:
    """Return the condition that a reading is of a cluster."""
    return FiguresReading.cluster_id == cluster_id


def is_of_event(event_id: int) -> ColumnElement[bool]:
    """Return the condition that a reading is of an event."""
    return FiguresReading.event_id == event_id


def find_reading(chosen: ColumnElement[bool]) -> Figures | None:
    """Return the figures as they were read last; None before the first night."""
    reading = db.session.scalar(select(FiguresReading).where(chosen))
    if reading is None:
        return None
    tables = {
        name: (show_all if name in PUBLIC else break_down)(published(levels))
        for name, levels in reading.levels.items()
    }
    return Figures(read_at=reading.read_at, **tables)


def get_reading(chosen: ColumnElement[bool]) -> Figures:
    """Return the figures as they were read last."""
    found = find_reading(chosen)
    if found is None:
        raise NotFound(NOT_READ)
    return found
