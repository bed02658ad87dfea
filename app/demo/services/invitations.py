"""Invitations that nobody has answered yet, one of them too old, and somebody who asks to join."""

from datetime import datetime, timedelta
from typing import Any

from app.core.addresses import email_key
from app.demo.rules.names import email_of
from app.demo.services.stage import Book, Stage, write
from app.events.models import TeamRole
from app.identity.models import Invitation, Person
from app.identity.rules import INVITATION_LASTS, MemberRole, Purpose

JURORS = (("Dr. Friederike", "Lößnitz"), ("Xabier", "Goikoetxea Agirre"))
WISLA, ASKED = "Klaster Cyfrowy Wisła", "Verbund Leichtbau Oberland"
EMPLOYER = "Voltmar Antriebe SE"


def write_invitations(stage: Stage, book: Book) -> None:
    """Write who is asked onto the jury, the team and into the lead's cluster, and a partner."""
    lead, beside = stage.lead(), stage.people["coorganiser@example.org"]
    home = book.event.lead_organisation_id
    wisla = stage.organisations[WISLA].id
    team = {"purpose": Purpose.TEAM, "event_id": book.event.id}
    jury = {"purpose": Purpose.JURY, "event_id": book.event.id}
    desk = team | {"role": TeamRole.DESK, "organisation_id": home}
    reader = team | {"role": TeamRole.REPORT_READER, "organisation_id": home}
    scanner = team | {"role": TeamRole.SCANNER, "organisation_id": wisla}
    colleague = {"purpose": Purpose.MEMBERSHIP, "organisation_id": home, "role": MemberRole.MEMBER}
    write(
        [
            *(_invitation(stage, lead, 2, jury, name) for name in JURORS),
            _invitation(stage, lead, 3, desk, ("Hanna", "Reichelt")),
            _invitation(stage, lead, 16, reader, ("Ilse", "Kramer")),
            _invitation(stage, beside, 1, scanner, ("Bartosz", "Wrona")),
            _invitation(stage, lead, 5, colleague, ("Jörg", "Albrecht")),
            _asked(stage, book, lead),
        ]
    )


def _invitation(
    stage: Stage, sender: Person, days_ago: int, offer: dict[str, Any], name: tuple[str, str]
) -> Invitation:
    given, family = name
    email = email_of(given, family)
    to = {"email": email, "email_key": email_key(email)}
    names = {"given_name": given, "family_name": family} if offer["purpose"] == "jury" else {}
    return Invitation(**offer, **to, **names, **_sent(stage, sender, days_ago))


def _asked(stage: Stage, book: Book, sender: Person) -> Invitation:
    cluster = stage.organisations[ASKED]
    offer = {"purpose": Purpose.PARTNER, "event_id": book.event.id, "organisation_id": cluster.id}
    return Invitation(**offer, **_sent(stage, sender, 4))


def _sent(stage: Stage, sender: Person, days_ago: int) -> dict[str, Any]:
    at: datetime = stage.now - timedelta(days=days_ago)
    times = {"created_at": at, "sent_at": at, "expires_at": at + INVITATION_LASTS}
    return {"id": stage.ids.new(), "invited_by_id": sender.id, **times}


def write_join_request(stage: Stage) -> None:
    """Write somebody who found an employer in the directory and asks its owner to be let in."""
    asker, employer = stage.people["attendee@example.org"], stage.organisations[EMPLOYER]
    to = {"email": asker.email, "email_key": email_key(asker.email)}
    offer = {"purpose": Purpose.JOINING, "role": MemberRole.MEMBER, "organisation_id": employer.id}
    write([Invitation(**offer, **to, **_sent(stage, asker, 2))])
