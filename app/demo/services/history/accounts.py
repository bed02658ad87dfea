"""What people did to their accounts and organisations, as the log tells it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from app.core.db import db
from app.demo.rules.chance import chance
from app.demo.rules.script import people
from app.demo.services.stage import Deed, Stage
from app.identity import facts
from app.identity.models import ClusterMembership, Invitation, Membership, Passkey, SizeDeclaration
from app.oversight.facts import InstallationChanged, InstallationSetUp
from app.privacy.facts import RetentionDone
from app.privacy.models import RetentionRun

STEP = timedelta(minutes=1)
DAYS, MOST_VISITS = 30, 9
WAYS = ("password", "password", "link")
OPERATOR = "operator@example.org"


def deeds_of_accounts(stage: Stage) -> Iterator[Deed]:
    """Return how everybody and every organisation came, and who signed in lately."""
    yield from _beginnings(stage)
    yield from _organisations(stage)
    yield from _clusters()
    yield from _invitations()
    yield from _visits(stage)
    yield from _nights()


def _beginnings(stage: Stage) -> Iterator[Deed]:
    operator = stage.people[OPERATOR]
    founded = operator.created_at
    who = operator.id
    yield founded, facts.PersonRegistered(actor_id=who, person_id=who)
    yield founded + STEP, facts.OperatorAppointed(person_id=who)
    yield founded + STEP, InstallationSetUp(actor_id=who)
    yield founded + 30 * STEP, InstallationChanged(actor_id=who)
    for one in stage.people.values():
        if one is not operator:
            yield one.created_at, facts.PersonRegistered(actor_id=one.id, person_id=one.id)
    for key in db.session.scalars(select(Passkey)):
        fact = facts.PasskeyAdded(
            actor_id=key.person_id, person_id=key.person_id, passkey_id=key.id
        )
        yield key.created_at, fact


def _organisations(stage: Stage) -> Iterator[Deed]:
    for name, one in stage.organisations.items():
        owner = stage.contacts.get(name)
        who = owner.id if owner else None
        entered = facts.OrganisationRegistered(actor_id=who, organisation_id=one.id, kind=one.kind)
        yield one.created_at, entered
    for member in db.session.scalars(select(Membership)):
        joined = facts.MemberAdded(
            actor_id=member.person_id,
            organisation_id=member.organisation_id,
            person_id=member.person_id,
        )
        yield member.created_at + STEP, joined
    for size in db.session.scalars(select(SizeDeclaration)):
        declared = facts.SizeDeclared(
            actor_id=size.declared_by_id,
            organisation_id=size.organisation_id,
            declaration_id=size.id,
            size_class=size.size_class or "",
        )
        yield size.declared_at, declared


def _clusters() -> Iterator[Deed]:
    """Return who was taken into which cluster, and who asked and still waits."""
    for one in db.session.scalars(select(ClusterMembership)):
        ids = {
            "organisation_id": one.organisation_id,
            "cluster_id": one.cluster_id,
            "membership_id": one.id,
        }
        if one.answered_at is not None:
            accepted = facts.ClusterMembershipAccepted(actor_id=one.answered_by_id, **ids)
            yield one.answered_at + 2 * STEP, accepted
        else:
            asked = facts.ClusterMembershipAsked(
                actor_id=one.asked_by_id, asked_by=one.asked_by, **ids
            )
            yield one.asked_at, asked


def _invitations() -> Iterator[Deed]:
    for one in db.session.scalars(select(Invitation)):
        sent = facts.InvitationSent(
            actor_id=one.invited_by_id,
            event_id=one.event_id,
            invitation_id=one.id,
            purpose=one.purpose,
            organisation_id=one.organisation_id,
            role=one.role,
            sent_count=1,
        )
        yield one.sent_at, sent


def _visits(stage: Stage) -> Iterator[Deed]:
    """Return when those whom a newcomer can play signed in lately, and once by passkey."""
    known = [row.email for row in people() if row.sign_in]
    for email in (OPERATOR, *known):
        dice, person = chance(f"visits {email}"), stage.people[email]
        for _ in range(dice.randrange(4, MOST_VISITS)):
            at = stage.now - timedelta(minutes=dice.randrange(60, DAYS * 24 * 60))
            way = dice.choice(WAYS)
            yield at, facts.PersonSignedIn(actor_id=person.id, person_id=person.id, way=way)


def _nights() -> Iterator[Deed]:
    for run in db.session.scalars(select(RetentionRun)):
        if run.finished_at is not None:
            rows = sum(run.counts.values())
            yield run.finished_at, RetentionDone(run_id=run.id, rows=rows)
