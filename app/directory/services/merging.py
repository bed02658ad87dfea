"""Merging two records of one organisation, at once or by consent."""

from sqlalchemy import delete, insert, select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import Base, db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.merging import merge_rows
from app.core.permissions import Permission
from app.core.text import search_key
from app.directory import facts
from app.directory.models import DuplicatePair
from app.directory.queries.duplicates import get_pair
from app.directory.rules.duplicates import PairState, may_become_one
from app.identity.models import (
    Invitation,
    Membership,
    Organisation,
    OrganisationAlias,
    SizeDeclaration,
)
from app.identity.rules import MemberRole, Purpose
from app.identity.services import withdraw_all
from app.identity.services.folding import fold

_ORGANISATIONS = Base.metadata.tables["organisation"]
# What the survivor takes over where it says nothing itself.
FILLED = (
    *("latin_name", "legal_name", "city", "website", "description"),
    *("vat_number", "founded_year", "startup_stage"),
)


def ask_to_merge(actor: Actor, pair_id: int) -> None:
    """Ask the owners of the other organisation to take the actor's into theirs."""
    shown = get_pair(actor, pair_id)
    authorize(actor, Permission.DUPLICATE_ASK, shown.pair)
    _check_kinds(shown.row.first, shown.row.second)
    (gone,) = actor.administered_ids & shown.pair.ids
    change = (
        update(DuplicatePair)
        .where(DuplicatePair.id == pair_id, DuplicatePair.gone_id.is_(None))
        .values(gone_id=gone, asked_by_id=actor.person_id, state=PairState.OPEN)
        .returning(DuplicatePair.id)
    )
    if db.session.scalar(change) is None:
        raise Conflict("merge_asked")
    other = shown.pair.other(gone)
    record(facts.MergeAsked(actor_id=actor.person_id, gone_id=gone, survivor_id=other))


def answer_merge(actor: Actor, pair_id: int, *, is_accepted: bool) -> Organisation | None:
    """Take the organisation that asked into the actor's own, or decline."""
    shown = get_pair(actor, pair_id)
    authorize(actor, Permission.DUPLICATE_ANSWER, shown.pair)
    gone = shown.pair.gone_id
    if gone is None:
        raise Conflict("duplicate_decided")
    survivor = shown.pair.other(gone)
    if is_accepted:
        return _merge(actor, gone, survivor)
    shown.row.gone_id = shown.row.asked_by_id = None
    record(facts.MergeDeclined(actor_id=actor.person_id, gone_id=gone, survivor_id=survivor))
    return None


def merge_pair(actor: Actor, pair_id: int, *, keep: int) -> Organisation:
    """Merge a pair into the one that is kept."""
    shown = get_pair(actor, pair_id)
    authorize(actor, Permission.DUPLICATE_MERGE, shown.pair)
    if keep not in shown.pair.ids:
        raise Invalid("keep_one_of_both", field="keep")
    return _merge(actor, shown.pair.other(keep), keep)


def _merge(actor: Actor, gone_id: int, survivor_id: int) -> Organisation:
    """Move all that refers to one organisation to the other; the old id leads there, too."""
    gone, survivor = _locked(gone_id, survivor_id)
    _check_kinds(gone, survivor)
    filled = {name: getattr(gone, name) for name in FILLED}
    if gone.country == survivor.country:
        filled["region"] = gone.region
    _end_powers(actor, gone_id, survivor_id)
    moved = merge_rows(db.session(), _ORGANISATIONS, gone_id, survivor_id)
    db.session.execute(delete(_ORGANISATIONS).where(_ORGANISATIONS.c.id == gone_id))
    alias = {"old_id": gone_id, "survivor_id": survivor_id, "merged_at": clock.now()}
    db.session.execute(insert(OrganisationAlias).values(alias))
    db.session.expire_all()
    kept = db.session.get_one(Organisation, survivor_id)
    _fill(kept, filled)
    fact = facts.OrganisationsMerged(
        actor_id=actor.person_id,
        organisation_id=survivor_id,
        merged_id=gone_id,
        moved=_counts(moved.moved),
        dropped=_counts(moved.dropped),
    )
    record(fact)
    return kept


def _end_powers(actor: Actor, gone_id: int, survivor_id: int) -> None:
    """Let nobody own the survivor by way of the one that goes, while it has an owner of its own."""
    withdraw_all(
        actor, Invitation.organisation_id == gone_id, Invitation.purpose == Purpose.MEMBERSHIP
    )
    owners = select(Membership.id).where(
        Membership.organisation_id == survivor_id, Membership.role == MemberRole.OWNER
    )
    owned = (Membership.organisation_id == gone_id, Membership.role == MemberRole.OWNER)
    change = update(Membership).where(*owned, owners.exists()).values(role=MemberRole.MEMBER)
    db.session.execute(change, execution_options={"synchronize_session": False})


def _locked(*ids: int) -> list[Organisation]:
    """Hold both organisations, in the order of ids, and return them as they were asked for."""
    query = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    found = {one.id: one for one in db.session.scalars(query.with_for_update())}
    if len(found) < len(ids):
        raise NotFound
    return [found[one] for one in ids]


def _check_kinds(one: Organisation, other: Organisation) -> None:
    if not may_become_one(one.kind, other.kind):
        raise Conflict("cluster_with_cluster")


def _fill(kept: Organisation, values: dict[str, object]) -> None:
    """Give the survivor what only the other said; of sizes the newest declaration counts."""
    for name, value in values.items():
        if getattr(kept, name) is None:
            setattr(kept, name, value)
    newest = (
        select(SizeDeclaration.size_class)
        .where(SizeDeclaration.organisation_id == kept.id)
        .order_by(SizeDeclaration.declared_at.desc(), SizeDeclaration.id.desc())
    )
    kept.size_class = db.session.scalar(newest.limit(1)) or kept.size_class
    kept.search_key = search_key(kept.name, kept.latin_name)[:400]
    fold(kept.id)


def _counts(rows: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{table} {number}" for table, number in sorted(rows.items()))
