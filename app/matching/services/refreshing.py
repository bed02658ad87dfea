"""Working out what suits whom, in the worker, and keeping it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, jobs, schedule
from app.core.db import db
from app.core.uow import unit_of_work
from app.matching.models import Suggestion, SuggestionRefresh
from app.matching.queries.loading import list_profiles, list_wanted
from challenges.matching import SUITS, Index

AFTER_HOUR = 2  # UTC
PAUSE = timedelta(seconds=20)  # several changes of a profile are one refresh
MOST = 1000  # organisations that are kept for one challenge
REFRESH = schedule.nightly(AFTER_HOUR)("refresh_suggestions")

Pair = tuple[int, int]
Found = dict[Pair, tuple[int, list[Any]]]


def request_refresh() -> None:
    """Have the suggestions worked out soon, once however many ask for it."""
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(SuggestionRefresh).values(id=1, asked_at=clock.now())
    statement = statement.on_conflict_do_nothing(index_elements=["id"])
    if db.session.scalar(statement.returning(SuggestionRefresh.id)) is not None:
        jobs.enqueue(REFRESH, delay=PAUSE)


def _give_up(_error: str) -> None:
    """Let the next change ask again."""
    db.session.execute(delete(SuggestionRefresh))


@jobs.task(REFRESH, on_given_up=_give_up)
def refresh() -> None:
    """Work out all suggestions; who asks from now on is answered by the next refresh."""
    with unit_of_work():
        db.session.execute(delete(SuggestionRefresh))
    found = work_out(clock.now())
    with unit_of_work():
        _keep(found)


def keep_suggestions(now: datetime) -> None:
    """Work out all suggestions within the current unit of work."""
    _keep(work_out(now))


def work_out(now: datetime) -> Found:
    """Return what suits whom; of each pair the score and the reasons."""
    index = Index(list_profiles())
    return {
        (wanted.key, match.profile): (
            round(match.score),
            [[str(reason.kind), list(reason.what)] for reason in match.reasons],
        )
        for wanted in list_wanted(now)
        for match in index.rank(wanted, most=MOST, least=SUITS)
    }


def _keep(found: Found) -> None:
    """Write only what differs, so that readers are kept waiting as little as possible."""
    columns = (
        Suggestion.challenge_id,
        Suggestion.organisation_id,
        Suggestion.score,
        Suggestion.reasons,
    )
    kept: Found = {
        (row[0], row[1]): (row[2], row[3]) for row in db.session.execute(select(*columns))
    }
    for challenge_id, organisation_id in sorted(kept.keys() - found.keys()):
        db.session.execute(delete(Suggestion).where(*_is(challenge_id, organisation_id)))
    for pair in sorted(found.keys() & kept.keys()):
        if found[pair] != kept[pair]:
            score, reasons = found[pair]
            values = {"score": score, "reasons": reasons}
            db.session.execute(update(Suggestion).where(*_is(*pair)).values(**values))
    db.session.add_all(
        Suggestion(challenge_id=pair[0], organisation_id=pair[1], score=score, reasons=reasons)
        for pair, (score, reasons) in sorted(found.items())
        if pair not in kept
    )
    db.session.flush()


def _is(challenge_id: int, organisation_id: int) -> tuple[Any, Any]:
    return Suggestion.challenge_id == challenge_id, Suggestion.organisation_id == organisation_id
