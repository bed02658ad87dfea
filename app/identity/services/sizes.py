"""Declaring how large an organisation is; the newest declaration says its size class."""

from dataclasses import asdict

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.identity import facts
from app.identity.models import Organisation, SizeDeclaration
from app.identity.rules import Figures, SizeClass, size_class_of
from app.identity.services.own import owned


def declare_size(actor: Actor, organisation_id: int, figures: Figures) -> SizeDeclaration:
    """Declare the figures of an accounting year, partners and linked enterprises included."""
    organisation = owned(actor, organisation_id)
    if figures.turnover is None and figures.balance_sheet is None:
        raise Invalid("sum_missing", field="turnover")
    if figures.accounting_year > clock.now().year:
        raise Invalid("year_to_come", field="accounting_year")
    declaration = SizeDeclaration(**asdict(figures))
    return enter_declaration(actor, organisation, declaration, size_class_of(figures))


def enter_declaration(
    actor: Actor, organisation: Organisation, declaration: SizeDeclaration, found: SizeClass
) -> SizeDeclaration:
    """Keep a declaration, and the class that it gives as the organisation's."""
    declaration.organisation_id = organisation.id
    declaration.size_class = found
    declaration.declared_at = clock.now()
    declaration.declared_by_id = actor.person_id
    organisation.size_class = found
    db.session.add(declaration)
    db.session.flush()
    fact = facts.SizeDeclared(
        actor_id=actor.person_id,
        organisation_id=organisation.id,
        declaration_id=declaration.id,
        size_class=str(found),
    )
    record(fact)
    return declaration
