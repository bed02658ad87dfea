"""Belonging to a cluster: one side asks, the other answers, either ends it."""

from typing import Any

from sqlalchemy import update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import ClusterMembership, OrganisationKind
from app.identity.rules import ASKABLE, CrossedState, Side, Throttle
from app.identity.services.own import owned
from app.identity.services.throttle import count_attempt, key_of


def ask_cluster(actor: Actor, organisation_id: int, *, cluster_id: int) -> ClusterMembership:
    """Ask a cluster to take the actor's organisation in."""
    owned(actor, organisation_id)
    cluster = queries.find_organisation(cluster_id)
    if cluster is None or cluster.kind != OrganisationKind.CLUSTER:
        raise Invalid("cluster_unknown", field="cluster_id")
    return _ask(actor, cluster_id, organisation_id, Side.ORGANISATION)


def invite_organisation(
    actor: Actor, cluster_id: int, *, organisation_id: int
) -> ClusterMembership:
    """Ask a listed organisation to join the actor's cluster; others a cluster does not see."""
    cluster = owned(actor, cluster_id)
    if cluster.kind != OrganisationKind.CLUSTER:
        raise NotFound
    organisation = queries.find_organisation(organisation_id)
    if organisation is None or organisation.listed_at is None:
        raise Invalid("organisation_unlisted", field="organisation_id")
    return _ask(actor, cluster_id, organisation_id, Side.CLUSTER)


def _ask(actor: Actor, cluster_id: int, organisation_id: int, side: Side) -> ClusterMembership:
    if cluster_id == organisation_id:
        raise Invalid("cluster_itself", field="cluster_id")
    count_attempt({Throttle.INVITATION: key_of(Throttle.INVITATION, str(actor.person_id))})
    crossed = queries.find_crossed_of(cluster_id, organisation_id)
    if crossed is None:
        crossed = ClusterMembership(
            cluster_id=cluster_id,
            organisation_id=organisation_id,
            asked_by=side,
            asked_by_id=actor.person_id,
        )
        db.session.add(crossed)
        db.session.flush()
    else:
        _move(
            crossed,
            ASKABLE,
            "crossed_already",
            state=CrossedState.ASKED,
            asked_by=side,
            asked_by_id=actor.person_id,
            asked_at=clock.now(),
            answered_by_id=None,
            answered_at=None,
            since=None,
            until=None,
        )
    record(facts.ClusterMembershipAsked(**_ids(actor, crossed), asked_by=str(side)))
    return crossed


def accept_crossed(actor: Actor, crossed: ClusterMembership) -> None:
    """Agree to a membership that the other side asked for."""
    authorize(actor, Permission.CROSSED_ANSWER, crossed)
    now = clock.now()
    answer = {"answered_by_id": actor.person_id, "answered_at": now, "since": now}
    _move(crossed, {CrossedState.ASKED}, "crossed_answered", state=CrossedState.ACCEPTED, **answer)
    record(facts.ClusterMembershipAccepted(**_ids(actor, crossed)))


def decline_crossed(actor: Actor, crossed: ClusterMembership) -> None:
    """Turn a membership down that the other side asked for."""
    authorize(actor, Permission.CROSSED_ANSWER, crossed)
    answer = {"answered_by_id": actor.person_id, "answered_at": clock.now()}
    _move(crossed, {CrossedState.ASKED}, "crossed_answered", state=CrossedState.DECLINED, **answer)
    record(facts.ClusterMembershipDeclined(**_ids(actor, crossed)))


def end_crossed(actor: Actor, crossed: ClusterMembership) -> None:
    """End a membership, or take a question back that nobody has answered."""
    authorize(actor, Permission.CROSSED_END, crossed)
    before = {CrossedState.ASKED, CrossedState.ACCEPTED} & {CrossedState(crossed.state)}
    side = Side.CLUSTER if crossed.cluster_id in actor.administered_ids else Side.ORGANISATION
    _move(crossed, before, "crossed_over", state=CrossedState.ENDED, until=clock.now())
    record(facts.ClusterMembershipEnded(**_ids(actor, crossed), ended_by=str(side)))


ANSWERS = {"accept": accept_crossed, "decline": decline_crossed, "end": end_crossed}


def _move(
    crossed: ClusterMembership,
    before: set[CrossedState] | frozenset[CrossedState],
    code: str,
    **values: object,
) -> None:
    """Change a crossed membership from one of some states; of two at once one is too late."""
    moved = (
        update(ClusterMembership)
        .where(ClusterMembership.id == crossed.id, ClusterMembership.state.in_(before))
        .values(**values)
        .returning(ClusterMembership.id)
    )
    if db.session.scalar(moved) is None:
        raise Conflict(code)
    db.session.refresh(crossed)


def _ids(actor: Actor, crossed: ClusterMembership) -> dict[str, Any]:
    """Return what every fact about a crossed membership says."""
    return {
        "actor_id": actor.person_id,
        "organisation_id": crossed.organisation_id,
        "cluster_id": crossed.cluster_id,
        "membership_id": crossed.id,
    }
