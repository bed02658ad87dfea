"""Organisations and those of their people who have an account."""

from datetime import datetime

from app.core.addresses import email_key
from app.core.ids import encode_id
from app.core.installation import Installation
from app.core.text import search_key
from app.demo.rules import script
from app.demo.rules.guests import cast
from app.demo.rules.script import OrganisationRow, PersonRow
from app.demo.services.stage import Stage, write
from app.identity.models import Membership, Organisation, OrganisationKind, Passkey, Person

OPERATOR = PersonRow(
    organisation="",
    given="Ida",
    family="Neumann",
    email="operator@example.org",
    sign_in="Operator",
)


def write_people(stage: Stage, at: datetime) -> None:
    """Write all organisations, the first person of each, and everybody with a part to play."""
    for row in script.organisations().values():
        stage.organisations[row.name] = _organisation(stage, row, at)
    operator = add_person(stage, OPERATOR, at)
    operator.is_operator = True
    write([_installation(at)])
    accounts = [_account(stage, row, at) for rows in cast().values() for row in rows]
    memberships = [one for one in accounts if one is not None]
    write([*stage.organisations.values(), *stage.people.values()])
    write(memberships)


def write_passkeys(stage: Stage, at: datetime) -> None:
    """Write the passkeys that some have; their devices are nowhere, so nobody signs in with one."""
    rows = [row for row in script.people() if row.passkey]
    write([_passkey(stage, row, at) for row in rows])


def _passkey(stage: Stage, row: PersonRow, at: datetime) -> Passkey:
    number = stage.ids.new()
    return Passkey(
        id=number,
        person_id=stage.people[row.email].id,
        credential_id=encode_id(number),
        public_key=b"",
        sign_count=0,
        transports=["internal"],
        name=row.passkey,
        is_backed_up=True,
        created_at=at,
    )


def _installation(at: datetime) -> Installation:
    return Installation(
        name="Innovation Days of six clusters",
        contact="help@example.org",
        privacy_contact="privacy@example.org",
        imprint="**Innovation Days of six clusters**\n\nPublished by the lead in Dresden.",
        set_up_at=at,
    )


def _organisation(stage: Stage, row: OrganisationRow, at: datetime) -> Organisation:
    return Organisation(
        id=stage.ids.new(),
        name=row.name,
        latin_name=row.latin or None,
        search_key=search_key(row.name, row.latin)[:400],
        kind=OrganisationKind(row.kind),
        size_class=row.size or None,
        country=row.country,
        region=row.region,
        city=row.city,
        created_at=at,
    )


def _account(stage: Stage, row: PersonRow, at: datetime) -> Membership | None:
    """Make the account and membership of somebody who needs one."""
    is_first = row.organisation not in stage.contacts
    if not (is_first or row.label or row.sign_in or row.team):
        return None
    person = add_person(stage, row, at)
    stage.contacts.setdefault(row.organisation, person)
    return Membership(
        id=stage.ids.new(),
        person_id=person.id,
        organisation_id=stage.organisations[row.organisation].id,
        role="owner" if is_first else "member",
        created_at=at,
    )


def add_person(stage: Stage, row: PersonRow, at: datetime) -> Person:
    """Make an account, proved, with the password of them all."""
    person = Person(
        id=stage.ids.new(),
        email=row.email,
        email_key=email_key(row.email),
        given_name=row.given,
        family_name=row.family,
        latin_name=row.latin or None,
        password_hash=stage.password_hash,
        email_confirmed_at=at,
        created_at=at,
    )
    stage.people[row.email] = person
    return person
