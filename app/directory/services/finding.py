"""Finding organisations that look like one, and setting them apart."""

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.directory import facts
from app.directory.models import DuplicatePair
from app.directory.queries.duplicates import get_pair
from app.directory.rules.duplicates import PairState
from app.identity.models import Organisation
from app.identity.queries.similar import Similar, find_similar, likeness_of

MOST_PAIRS = 20


def note_duplicates(organisation_id: int) -> None:
    """Keep which organisations look like this one; what was dismissed stays dismissed."""
    one = db.session.get(Organisation, organisation_id)
    if one is None:
        return
    found = find_similar(likeness_of(one), but=one.id, listed_only=False, limit=MOST_PAIRS)
    alike = {similar.organisation.id: similar for similar in found}
    known = _pairs_of(one.id)
    for other_id, row in known.items():
        if other_id not in alike and row.state == PairState.OPEN and row.gone_id is None:
            db.session.delete(row)
    for other_id, similar in alike.items():
        _keep(known.get(other_id), one, similar)


def _pairs_of(organisation_id: int) -> dict[int, DuplicatePair]:
    """Return the pairs that an organisation is in, by the other one's id."""
    mine = (DuplicatePair.first_id == organisation_id) | (
        DuplicatePair.second_id == organisation_id
    )
    rows = db.session.scalars(select(DuplicatePair).where(mine))
    return {row.first_id + row.second_id - organisation_id: row for row in rows}


def _keep(row: DuplicatePair | None, one: Organisation, similar: Similar) -> None:
    if row is None:
        first, second = sorted((one.id, similar.organisation.id))
        row = DuplicatePair(first_id=first, second_id=second)
        db.session.add(row)
    row.reasons, row.weight = [str(reason) for reason in similar.reasons], similar.weight


def dismiss_duplicate(actor: Actor, pair_id: int) -> None:
    """Say that two organisations are not the same."""
    shown = get_pair(actor, pair_id)
    authorize(actor, Permission.DUPLICATE_DISMISS, shown.pair)
    change = (
        update(DuplicatePair)
        .where(DuplicatePair.id == pair_id, DuplicatePair.state == PairState.OPEN)
        .values(state=PairState.DISMISSED, decided_by_id=actor.person_id, decided_at=clock.now())
        .returning(DuplicatePair.id)
    )
    if db.session.scalar(change) is None:
        raise Conflict("duplicate_decided")
    first, second = shown.row.first_id, shown.row.second_id
    record(facts.DuplicateDismissed(actor_id=actor.person_id, first_id=first, second_id=second))
