"""Old data goes by itself: every table with a time limit, once a night, numbers as evidence."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock, schedule
from app.core.authz import SYSTEM, Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.files import StoredFile, path_of
from app.core.privacy import About, Basis, Erased
from app.core.uow import unit_of_work
from app.privacy.models import RetentionRule, RetentionRun
from app.privacy.queries.declared import described
from app.privacy.queries.retention import list_rules, preview
from app.privacy.rules.keeping import Limits, limits_of
from app.privacy.services import retention
from tests.app.privacy.everything import Everything, where_found
from tests.worker import run_jobs

FAR = datetime(2046, 6, 1, 12, tzinfo=UTC)


def about(erased: Erased, days: int | None) -> About:
    return About(
        whose=(), purpose="x", basis=Basis.CONTRACT, erased=erased, days=days, since="at", why="y"
    )


@pytest.mark.parametrize(
    ("erased", "days", "limits"),
    [
        (Erased.DELETED, 180, Limits(45, 360)),
        (Erased.BLANKED, 730, Limits(182, 1460)),
        (Erased.KEPT, 1826, Limits(1826, 3652)),
        (Erased.DELETED, 2, Limits(1, 4)),
        (Erased.DELETED, None, None),
    ],
)
def test_an_operator_may_set_days_within_limits(erased, days, limits):
    assert limits_of(about(erased, days)) == limits


def test_what_is_over_its_time_goes_and_the_second_run_finds_nothing(app):
    Everything("canary-old", 1).make()
    limited = {
        (one.name, column)
        for one in described()
        if one.about.days
        for column, personal in one.personal.items()
        if personal.kept is None
    }
    with time_machine.travel(FAR, tick=False):
        before = where_found("canary-old") & limited
        counts = retention.run(FAR.date())
        left = where_found("canary-old") & limited
        print(f"rules {len(list_rules())}, columns with a time {len(before)}, left {len(left)}")
        assert left - {("erasure", "reason"), ("erasure", "address")} == set()
        assert sum(counts.values()) > 0
        assert sum(retention.run(FAR.date()).values()) == 0
        assert sum(count for _rule, count in preview(SYSTEM, clock.now())) == 0
    run = db.session.scalars(select(RetentionRun).where(RetentionRun.day == FAR.date())).one()
    assert (run.counts["ticket"], run.counts["delivery"]) == (1, 1)


def test_what_is_young_stays(app):
    young = Everything("canary-young", 1).make()
    with time_machine.travel(datetime(2026, 6, 2, 13, tzinfo=UTC), tick=False):
        before = where_found("canary-young")
        with unit_of_work():
            path = path_of(db.session.get_one(StoredFile, young.rows["stored_file"]["id"]))
        retention.run(date(2026, 6, 2))
        assert where_found("canary-young") == before
        assert path.exists()


def test_files_that_nothing_refers_to_any_more_go_with_their_bytes(app):
    with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC), tick=False):
        from app.core.files import store_bytes

        with unit_of_work():
            path = path_of(store_bytes(b"%PDF-", "badges.pdf", "application/pdf"))
        retention.run(date(2026, 6, 2))
        assert path.exists()
    with time_machine.travel(datetime(2026, 6, 4, tzinfo=UTC), tick=False):
        assert retention.run(date(2026, 6, 4))["stored_file"] == 1
    assert not path.exists()


def test_an_operator_changes_a_rule_within_its_limits(app):
    with unit_of_work():
        retention.change_rule(SYSTEM, "delivery", 60)
    assert {r.one.name: r.days for r in list_rules()}["delivery"] == 60
    for days in (44, 361):
        with pytest.raises(Invalid) as refused, unit_of_work():
            retention.change_rule(SYSTEM, "delivery", days)
        assert refused.value.code == "days_beyond_limits"
    with pytest.raises(NotFound), unit_of_work():
        retention.change_rule(SYSTEM, "person", 60)
    with pytest.raises(NotFound), unit_of_work():
        retention.change_rule(Actor(person_id=2), "delivery", 60)
    assert db.session.scalar(select(func.count()).select_from(RetentionRule)) == 1


def test_the_nightly_work_is_enqueued_once_a_day(app):
    with time_machine.travel(datetime(2026, 6, 2, 0, 30, tzinfo=UTC), tick=False):
        assert "let_old_data_go" not in schedule.enqueue_due()
    with time_machine.travel(datetime(2026, 6, 2, 1, 30, tzinfo=UTC), tick=False):
        assert "let_old_data_go" in schedule.enqueue_due()
        assert schedule.enqueue_due() == []
        run_jobs()
    assert db.session.scalars(select(RetentionRun.day)).all() == [date(2026, 6, 2)]


def test_the_dry_run_changes_nothing(app):
    Everything("canary-dry", 1).make()
    before = where_found("canary-dry")
    with time_machine.travel(FAR, tick=False):
        said = app.test_cli_runner().invoke(args=["privacy", "retention", "--dry-run"]).output
    assert "Nothing was changed." in said
    assert where_found("canary-dry") == before
