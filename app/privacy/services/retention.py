"""Letting old data go: every night, table by table, with the numbers kept as evidence."""

from datetime import UTC, date

from sqlalchemy import ColumnElement, select, true

from app.core import clock, files, jobs, schedule
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.facts import record
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.privacy.facts import RetentionChanged, RetentionDone
from app.privacy.models import RetentionRule, RetentionRun
from app.privacy.queries.declared import described
from app.privacy.queries.retention import Rule, find_rule, is_over, list_rules
from app.privacy.rules.keeping import STARTS_AT_HOUR
from app.privacy.services import exporting
from app.privacy.services.removing import delete_rows, remove_rows

LET_OLD_DATA_GO = schedule.nightly(STARTS_AT_HOUR)("let_old_data_go")


def change_rule(actor: Actor, table_name: str, days: int) -> RetentionRule:
    """Have the rows of a table kept for another number of days, within its limits."""
    authorize(actor, Permission.RETENTION_EDIT)
    rule = find_rule(table_name)
    if rule is None:
        raise NotFound
    if not rule.limits.admits(days):
        limits = rule.limits
        raise Invalid("days_beyond_limits", field="days", least=limits.least, most=limits.most)
    kept = db.session.get(RetentionRule, table_name)
    if kept is None:
        kept = RetentionRule(table_name=table_name)
        db.session.add(kept)
    kept.days, kept.changed_by_id, kept.changed_at = days, actor.person_id, clock.now()
    record(RetentionChanged(actor_id=actor.person_id, table=table_name, days=days))
    return kept


@jobs.task(LET_OLD_DATA_GO)
def let_old_data_go() -> None:
    """Delete and blank what is over its time, at night."""
    run(clock.now().astimezone(UTC).date())


def run(day: date) -> dict[str, int]:
    """Do a day's work in one unit for each table; what a crash cut off is done by the next run."""
    run_id = _begin(day)
    counts = {"data_export": _in_unit(exporting.discard_old_copies)}
    for rule in list_rules():
        done = _apply(rule)
        counts[rule.one.name] = counts.get(rule.one.name, 0) + done
    counts["stored_file"] = counts.get("stored_file", 0) + _sweep()
    files.sweep()
    _finish(run_id, counts)
    return counts


def _in_unit(work: object) -> int:
    with unit_of_work():
        return int(work())  # type: ignore[operator]  # a service that counts


def _begin(day: date) -> int:
    with unit_of_work():
        found = db.session.scalar(select(RetentionRun).where(RetentionRun.day == day))
        run_of_day = found or RetentionRun(id=new_id(), day=day)
        db.session.add(run_of_day)
        return run_of_day.id


def _apply(rule: Rule) -> int:
    with unit_of_work():
        return remove_rows(rule.one, is_over(rule, clock.now()), rule.how)


def _sweep() -> int:
    """Remove stored files that nothing refers to any more."""
    before = clock.now() - files.LOOSE_AFTER
    done = 0
    for one in described():
        if one.about.held:
            old: ColumnElement[bool] = true()
            if one.table is StoredFile.__table__:
                old = one.table.columns["created_at"] < before
            with unit_of_work():
                done += delete_rows(one.table, old)
    return done


def _finish(run_id: int, counts: dict[str, int]) -> None:
    with unit_of_work():
        found = db.session.get_one(RetentionRun, run_id)
        before = found.counts or {}
        found.counts = {name: count + before.get(name, 0) for name, count in counts.items()}
        found.finished_at = clock.now()
        rows = sum(counts.values())
        record(RetentionDone(actor_id=SYSTEM.person_id, run_id=run_id, rows=rows))
