"""Entering and changing organisations."""

from typing import Any

from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import search_key
from app.identity import facts, queries
from app.identity.models import Organisation, OrganisationKind, Person, SizeDeclaration
from app.identity.rules import MemberRole, SizeClass
from app.identity.rules.profiles import found_by
from app.identity.rules.regions import is_region_of
from app.identity.rules.vat import normal_vat
from app.identity.services.folding import fold
from app.identity.services.members import join
from app.identity.services.own import owned
from app.identity.services.sizes import enter_declaration


def register_organisation(
    actor: Actor, owner: Person, *, name: str, kind: OrganisationKind, country: str, **more: Any
) -> Organisation:
    """Enter an organisation with its first owner; clusters only come from an operator."""
    if kind == OrganisationKind.CLUSTER and not can(actor, Permission.CLUSTER_CREATE):
        raise Forbidden("cluster_needs_operator")
    size = more.pop("size_class", None)
    organisation = enter_organisation(actor, name=name, kind=kind, country=country, **more)
    if size is not None:
        enter_declaration(actor, organisation, SizeDeclaration(), SizeClass(size))
    join(actor, organisation.id, owner.id, MemberRole.OWNER)
    return organisation


def enter_organisation(
    actor: Actor, *, name: str, kind: OrganisationKind, country: str, **more: Any
) -> Organisation:
    """Enter an organisation that nobody belongs to yet; who calls it has asked who may."""
    organisation = Organisation(name=name, kind=kind, country=country, **more)
    organisation.vat_number = _vat_of(organisation)
    organisation.search_key = _search_key(organisation)
    organisation.found_by = found_by(organisation.search_key, ())
    db.session.add(organisation)
    db.session.flush()
    fact = facts.OrganisationRegistered(
        actor_id=actor.person_id, organisation_id=organisation.id, kind=str(kind)
    )
    record(fact)
    return organisation


def register_cluster(actor: Actor, *, name: str, country: str, email: str) -> Organisation:
    """Enter a cluster, spoken for by somebody who has an account."""
    authorize(actor, Permission.CLUSTER_CREATE)  # before the answer tells who has an account
    owner = queries.find_person_by_email(email)
    if owner is None:
        raise Invalid("person_unknown", field="email")
    kind = OrganisationKind.CLUSTER
    return register_organisation(actor, owner, name=name, kind=kind, country=country)


def change_organisation(actor: Actor, organisation_id: int, **changes: Any) -> Organisation:
    """Change what is said of an organisation; it cannot make itself a cluster."""
    organisation = owned(actor, organisation_id)
    kind = changes.get("kind") or organisation.kind
    if kind != organisation.kind and OrganisationKind.CLUSTER in (kind, organisation.kind):
        raise Forbidden("cluster_needs_operator")
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.vat_number = _vat_of(organisation)
    if "country" in changes and not is_region_of(organisation.region or "", organisation.country):
        organisation.region = None  # it lies in the country that was said before
    organisation.search_key = _search_key(organisation)
    fold(organisation.id)
    record(facts.OrganisationChanged(actor_id=actor.person_id, organisation_id=organisation.id))
    return organisation


def _vat_of(organisation: Organisation) -> str | None:
    """Return the VAT number as it is kept; it has to be one of the organisation's country."""
    if not organisation.vat_number:
        return None
    found = normal_vat(organisation.vat_number, organisation.country)
    if found is None:
        raise Invalid("vat_wrong", field="vat_number")
    return found


def rename_organisation(
    actor: Actor, organisation: Organisation, *, name: str, kind: OrganisationKind
) -> Organisation:
    """Change name and kind of an organisation; who calls it has asked whether the actor may."""
    organisation.name, organisation.kind = name, kind
    organisation.search_key = _search_key(organisation)
    fold(organisation.id)
    record(facts.OrganisationChanged(actor_id=actor.person_id, organisation_id=organisation.id))
    return organisation


def _search_key(organisation: Organisation) -> str:
    one = organisation
    return search_key(one.name, one.latin_name, one.legal_name)[:400]
