"""Reads of people, organisations, invitations and tokens."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock, tokens
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import email_key, search_key
from app.identity.models import (
    ApiToken,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
)


def find_actor(person_id: int, epoch: int) -> Actor | None:
    """Return a person as an actor, None if there is none or the session was ended since."""
    query = _actor_query().where(Person.id == person_id, Person.session_epoch == epoch)
    rows = db.session.execute(query).all()
    return _actor([(row[0], row[1]) for row in rows], None) if rows else None


def find_bearer(secret: str) -> Actor | None:
    """Return the person behind an API token, within its scopes; None if it is not valid."""
    query = (
        _actor_query()
        .add_columns(ApiToken.scopes, ApiToken.expires_at)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.secret_hash == tokens.hash_secret(secret), ApiToken.revoked_at.is_(None))
    )
    rows = db.session.execute(query).all()
    if not rows or _is_over(rows[0].expires_at):
        return None
    return _actor([(row[0], row[1]) for row in rows], frozenset(rows[0].scopes))


def actor_for(person: Person) -> Actor:
    """Return a person as an actor, outside of any request."""
    found = find_actor(person.id, person.session_epoch)
    if found is None:
        raise NotFound
    return found


def _actor_query() -> Select[Person, int | None]:
    return select(Person, Membership.organisation_id).outerjoin(
        Membership, Membership.person_id == Person.id
    )


def _actor(rows: Sequence[tuple[Person, int | None]], scopes: frozenset[str] | None) -> Actor:
    person = rows[0][0]
    return Actor(
        person_id=person.id,
        email=person.email,
        name=person.name,
        organisation_ids=frozenset(row[1] for row in rows if row[1] is not None),
        is_operator=person.is_operator,
        scopes=scopes,
    )


def _is_over(expires_at: datetime | None) -> bool:
    return expires_at is not None and expires_at <= clock.now()


def get_person(person_id: int | None) -> Person:
    """Return a person."""
    person = db.session.get(Person, person_id) if person_id is not None else None
    if person is None:
        raise NotFound
    return person


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, however it is spelled."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def get_organisation(organisation_id: int) -> Organisation:
    """Return an organisation."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def list_organisations_of(actor: Actor) -> list[Organisation]:
    """Return the organisations that the actor belongs to, by name."""
    if not actor.organisation_ids:
        return []
    query = select(Organisation).where(Organisation.id.in_(actor.organisation_ids))
    return list(db.session.scalars(query.order_by(Organisation.search_key, Organisation.id)))


def list_clusters_of(actor: Actor) -> list[Organisation]:
    """Return the clusters that the actor belongs to, by name."""
    found = list_organisations_of(actor)
    return [one for one in found if one.kind == OrganisationKind.CLUSTER]


def list_clusters() -> list[Organisation]:
    """Return every cluster, by name, with its people."""
    query = (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.CLUSTER)
        .options(selectinload(Organisation.memberships).joinedload(Membership.person))
        .order_by(Organisation.search_key, Organisation.id)
    )
    return list(db.session.scalars(query))


def find_organisations(
    text: str, limit: int = 20, kind: OrganisationKind | None = None
) -> list[Organisation]:
    """Return organisations whose name has this text in it, whatever its case and diacritics."""
    has_text = Organisation.search_key.contains(search_key(text), autoescape=True)
    query = select(Organisation).where(has_text)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    query = query.order_by(Organisation.search_key, Organisation.id)
    return list(db.session.scalars(query.limit(limit)))


def list_members(organisation: Organisation) -> list[Person]:
    """Return the people of an organisation, by name."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id)
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return list(db.session.scalars(query))


def find_membership(organisation_id: int, person_id: int) -> Membership | None:
    """Return a person's place in an organisation."""
    query = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.person_id == person_id
    )
    return db.session.scalar(query)


def list_invitations(organisation: Organisation) -> list[Invitation]:
    """Return the open invitations of an organisation, the oldest first."""
    query = select(Invitation).where(Invitation.organisation_id == organisation.id)
    return list(db.session.scalars(query.order_by(Invitation.created_at, Invitation.id)))


def find_invitation(invitation_id: int) -> Invitation | None:
    """Return an invitation with its organisation and who sent it, None once it is answered."""
    query = _invitations().where(Invitation.id == invitation_id)
    return db.session.scalar(query)


def list_invitations_to(actor: Actor) -> list[Invitation]:
    """Return what the actor's account is invited to, the oldest first.

    Not what was sent before the account was made: its address is not proved, so that the mail is
    needed to answer.
    """
    query = (
        _invitations()
        .join(Person, Person.email_key == Invitation.email_key)
        .where(Person.id == actor.person_id, Person.created_at <= Invitation.created_at)
        .order_by(Invitation.created_at, Invitation.id)
    )
    return list(db.session.scalars(query))


def get_invitation_to(actor: Actor, invitation_id: int) -> Invitation:
    """Return one of the invitations to the actor's account."""
    for invitation in list_invitations_to(actor):
        if invitation.id == invitation_id:
            return invitation
    raise NotFound


def _invitations() -> Select[Invitation]:
    return select(Invitation).options(
        joinedload(Invitation.organisation), joinedload(Invitation.invited_by)
    )


def list_tokens(person: Person) -> list[ApiToken]:
    """Return the API tokens of a person that are not revoked, the newest first."""
    query = (
        select(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )
    return list(db.session.scalars(query))


def get_token(token_id: int) -> ApiToken:
    """Return an API token."""
    token = db.session.get(ApiToken, token_id)
    if token is None:
        raise NotFound
    return token
