"""Reading the figures of clusters and events, every night and at most once a day."""

from datetime import UTC, date

from sqlalchemy import ColumnElement, select

from app.core import clock, jobs, schedule
from app.core.db import db
from app.core.ids import new_id
from app.core.uow import unit_of_work
from app.identity.queries import list_clusters
from app.support.models import FiguresReading
from app.support.queries.counting import (
    Counts,
    count_cluster,
    count_event,
    list_public_events,
)
from app.support.queries.readings import PUBLIC, is_of_cluster, is_of_event
from app.support.rules.figures import settle

AFTER_HOUR = 2  # UTC, once old data is gone
READ_FIGURES = schedule.nightly(AFTER_HOUR)("read_figures")


@jobs.task(READ_FIGURES)
def read_figures() -> None:
    """Read the figures of every cluster and of every public event, each in a unit of its own."""
    day = clock.now().astimezone(UTC).date()
    for cluster_id in [one.id for one in list_clusters()]:
        with unit_of_work():
            read_cluster(cluster_id, day)
    for event_id in list_public_events():
        with unit_of_work():
            read_event(event_id, day)


def read_cluster(cluster_id: int, day: date) -> bool:
    """Read the figures of a cluster, unless that was done today."""
    found = _locked(is_of_cluster(cluster_id))
    if found is not None and found.read_on >= day:
        return False
    reading = found or FiguresReading(id=new_id(), cluster_id=cluster_id, levels={})
    return _read(reading, day, count_cluster(cluster_id))


def read_event(event_id: int, day: date) -> bool:
    """Read the figures of an event, unless that was done today."""
    found = _locked(is_of_event(event_id))
    if found is not None and found.read_on >= day:
        return False
    reading = found or FiguresReading(id=new_id(), event_id=event_id, levels={})
    return _read(reading, day, count_event(event_id))


def _locked(chosen: ColumnElement[bool]) -> FiguresReading | None:
    return db.session.scalar(select(FiguresReading).where(chosen).with_for_update())


def _read(reading: FiguresReading, day: date, tables: Counts) -> bool:
    before = reading.levels
    reading.levels = {
        name: {key: [count] for key, count in counts.items()}
        if name in PUBLIC
        else settle(counts, before.get(name))
        for name, counts in tables.items()
    }
    reading.read_on, reading.read_at = day, clock.now()
    db.session.add(reading)
    db.session.flush()
    return True
