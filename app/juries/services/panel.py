"""Building the panel: inviting jurors, changing what is known of them, letting them in."""

from sqlalchemy import delete

from app.core import tokens
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Person
from app.identity.queries import find_person_by_email
from app.identity.services import register_person, set_password
from app.juries.facts import JurorAccepted, JurorChanged, JurorInvited, JurorRemoved
from app.juries.models import Assignment, ConflictOfInterest, Juror
from app.juries.queries import panel
from app.juries.rules.judging import Invitation
from app.juries.services.conflicts import detect_conflicts

INVITATION = "jury-invitation"
INVITED = "invited"
ACTIVE = "active"


def invite_juror(actor: Actor, event: Event, invitation: Invitation) -> Juror:
    """Put a person on the panel; without an account they get one, and a link to open it."""
    authorize(actor, Permission.JURY_MANAGE, event)
    person = find_person_by_email(invitation.email) or _register(actor, invitation)
    juror = Juror(
        event_id=event.id,
        person_id=person.id,
        person=person,
        organisation_id=_organisation_id(invitation.organisation),
        state=ACTIVE if person.password_hash else INVITED,
        capacity=invitation.capacity,
    )
    db.session.add(juror)
    db.session.flush()
    _note_invitation(actor, juror, person)
    detect_conflicts(actor, event.id)
    return juror


def _register(actor: Actor, invitation: Invitation) -> Person:
    for field in ("given_name", "family_name"):
        if not getattr(invitation, field):
            raise Invalid("juror_name_missing", field=field)
    return register_person(
        actor,
        email=invitation.email,
        given_name=invitation.given_name,
        family_name=invitation.family_name,
        password_hash=None,
    )


def _note_invitation(actor: Actor, juror: Juror, person: Person) -> None:
    record(
        JurorInvited(
            actor_id=actor.person_id,
            event_id=juror.event_id,
            juror_id=juror.id,
            person_id=person.id,
            email=person.email,
            needs_password=person.password_hash is None,
        )
    )


def _organisation_id(name: str | None) -> int | None:
    if not name:
        return None
    found = panel.find_organisation_named(name)
    if found is None:
        raise Invalid("organisation_unknown", field="organisation")
    return found.id


def invite_again(actor: Actor, event: Event, juror_id: int) -> Juror:
    """Send the invitation once more to a juror who has not opened it."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    if juror.person.password_hash:
        raise Conflict("juror_is_in")
    _note_invitation(actor, juror, juror.person)
    return juror


def change_juror(
    actor: Actor, event: Event, juror_id: int, *, organisation: str | None, capacity: int | None
) -> Juror:
    """Change a juror's organisation and how many proposals they can take."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    juror.organisation_id = _organisation_id(organisation)
    juror.capacity = capacity
    record(JurorChanged(actor_id=actor.person_id, event_id=event.id, juror_id=juror.id))
    db.session.flush()
    detect_conflicts(actor, event.id)
    return juror


def remove_juror(actor: Actor, event: Event, juror_id: int) -> None:
    """Take a juror off the panel who has scored nothing; what they had is open to others."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    if panel.has_scorecards(juror):
        raise Conflict("juror_has_scored")
    db.session.execute(delete(Assignment).where(Assignment.juror_id == juror.id))
    db.session.execute(delete(ConflictOfInterest).where(ConflictOfInterest.juror_id == juror.id))
    db.session.delete(juror)
    fact = JurorRemoved(
        actor_id=actor.person_id, event_id=event.id, juror_id=juror_id, person_id=juror.person_id
    )
    record(fact)


def invitation_link(juror: Juror) -> str:
    """Return the last part of the address where an invited juror sets a password.

    It works once: setting the password raises the epoch that the link was signed for.
    """
    return tokens.sign_link(INVITATION, juror.id, juror.person.link_epoch)


def open_invitation(link: str) -> Juror:
    """Return the juror whom a link invites; NotFound when it is forged or was used."""
    juror = panel.get_invited_juror(tokens.linked_id(link))
    if juror.person.password_hash:
        raise NotFound
    tokens.check_link(link, INVITATION, juror.id, juror.person.link_epoch)
    return juror


def accept_invitation(link: str, *, given_name: str, family_name: str, password_hash: str) -> Juror:
    """Let an invited juror in, under the name they give and with the password they chose."""
    juror = open_invitation(link)
    person = juror.person
    person.given_name, person.family_name = given_name, family_name
    set_password(SYSTEM, person, password_hash)
    juror.state = ACTIVE
    fact = JurorAccepted(
        actor_id=person.id, event_id=juror.event_id, juror_id=juror.id, person_id=person.id
    )
    record(fact)
    return juror
