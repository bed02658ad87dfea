"""What is over its time: the rules as declared and as an operator changed them, and the runs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.core.privacy import Erased
from app.privacy.models import RetentionRule, RetentionRun
from app.privacy.queries.declared import Described, described, holds_something, is_free
from app.privacy.rules.keeping import Limits, cutoff, limits_of

RUNS_SHOWN = 30


@dataclass(frozen=True)
class Rule:
    """How long the rows of a table are kept, and what happens to them then."""

    one: Described
    days: int
    limits: Limits
    how: Erased

    @property
    def is_changed(self) -> bool:
        """Whether an operator changed what is declared."""
        return self.days != self.one.about.days


def list_rules() -> list[Rule]:
    """Return the rule of every table whose rows have a time, those that refer first."""
    query = select(RetentionRule.table_name, RetentionRule.days)
    changed = {row.table_name: row.days for row in db.session.execute(query)}
    rules = []
    for one in reversed(described()):
        limits = limits_of(one.about)
        if limits is not None:
            days = changed.get(one.name, one.about.days or 0)
            rules.append(Rule(one, days, limits, one.about.at_end))
    return rules


def find_rule(table_name: str) -> Rule | None:
    """Return the rule of a table, None if its rows stay as long as what they belong to."""
    return next((rule for rule in list_rules() if rule.one.name == table_name), None)


def is_over(rule: Rule, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row of a rule's table is over its time and still as it was."""
    old = _since(rule.one, cutoff(now, rule.days))
    if rule.how is Erased.DELETED:
        return and_(old, is_free(rule.one.table))
    return and_(old, holds_something(rule.one))


def _since(one: Described, before: datetime) -> ColumnElement[bool]:
    name, _, further = (one.about.since or "").partition(".")
    column = one.table.columns[name]
    if not further:
        return column < before
    (link,) = column.foreign_keys
    there = link.column.table
    return column.in_(select(link.column).where(there.columns[further] < before).correlate(None))


def preview_of(actor: Actor, table_name: str, now: datetime) -> tuple[Rule, int]:
    """Return the rule of one table, and how many rows it would take."""
    authorize(actor, Permission.RETENTION_VIEW)
    rule = find_rule(table_name)
    if rule is None:
        raise NotFound
    return rule, _count(rule, now)


def preview(actor: Actor, now: datetime) -> list[tuple[Rule, int]]:
    """Return how many rows each rule would take if it ran now; nothing is changed."""
    authorize(actor, Permission.RETENTION_VIEW)
    return [(rule, _count(rule, now)) for rule in list_rules()]


def _count(rule: Rule, now: datetime) -> int:
    counting = select(func.count()).select_from(rule.one.table).where(is_over(rule, now))
    return db.session.scalar(counting) or 0


def list_runs(actor: Actor) -> list[RetentionRun]:
    """Return the last runs, the newest first."""
    authorize(actor, Permission.RETENTION_VIEW)
    query = select(RetentionRun).order_by(RetentionRun.day.desc()).limit(RUNS_SHOWN)
    return list(db.session.scalars(query))
