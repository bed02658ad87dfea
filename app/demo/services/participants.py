"""What the co-organiser of the demo did for its participants, and who reads its figures."""

from datetime import timedelta

from app.core.addresses import email_key
from app.demo.rules.names import email_of
from app.demo.rules.script import PersonRow
from app.demo.services.people import add_person
from app.demo.services.stage import Book, Stage, write
from app.identity.models import Membership
from app.identity.queries import list_clusters
from app.identity.rules import MemberRole
from app.identity.rules.inviting import INVITATION_LASTS
from app.support.models import Mailing, ParticipantInvitation
from app.support.queries.counting import list_public_events
from app.support.services.reading import read_cluster, read_event

WISLA = "Klaster Cyfrowy Wisła"
POLICY = PersonRow(
    organisation=WISLA,
    given="Joanna",
    family="Wiśniewska-Grabowska",
    email="policy@example.org",
    sign_in="Policy maker",
)
CONFIRMED = 5
INVITED = (
    (("Zbigniew", "Michałowski"), 2, "open"),
    (("Kinga", "Sobczak"), 2, "open"),
    (("Łukasz", "Dąbrowa"), 4, "withdrawn"),
    (("Halina", "Żurek"), 19, "expired"),
)
SUBJECT = "Bus from Kraków, 6:30"
TEXT = (
    "A bus leaves Kraków main station, platform D, at 6:30 and is back at 22:00. "
    "It costs nothing.\n\nShow your badge when you get on."
)


def write_observer(stage: Stage) -> None:
    """Write somebody from a ministry who reads the figures of a cluster."""
    at = stage.now - timedelta(days=60)
    person = add_person(stage, POLICY, at)
    write([person])
    home = stage.organisations[WISLA].id
    where = {"person_id": person.id, "organisation_id": home, "role": MemberRole.OBSERVER}
    write([Membership(id=stage.ids.new(), created_at=at, **where)])


def write_figures(stage: Stage) -> None:
    """Read the figures, as the worker does at night."""
    today = stage.now.date()
    for cluster in list_clusters():
        read_cluster(cluster.id, today)
    for event_id in list_public_events():
        read_event(event_id, today)


def write_support(stage: Stage, book: Book) -> None:
    """Write whom the co-organiser has confirmed, invited and written to."""
    home, organiser = stage.organisations[WISLA].id, stage.people["coorganiser@example.org"]
    own = [one for one in book.tickets.values() if one.supported_by_id == home]
    for ticket in own[:CONFIRMED]:
        ticket.validated_at = stage.now - timedelta(days=1, hours=3)
        ticket.validated_by_id = organiser.id
    whose = {"event_id": book.event.id, "cluster_id": home}
    mailing = Mailing(
        id=stage.ids.new(),
        sent_by_id=organiser.id,
        subject=SUBJECT,
        text=TEXT,
        recipients=len({email_key(one.email) for one in own}),
        created_at=stage.now - timedelta(days=1, hours=2),
        **whose,
    )
    write([mailing])
    write(_invitation(stage, whose, *row) for row in INVITED)


def _invitation(
    stage: Stage, whose: dict[str, int], name: tuple[str, str], days_ago: int, state: str
) -> ParticipantInvitation:
    email, at = email_of(*name), stage.now - timedelta(days=days_ago)
    return ParticipantInvitation(
        id=stage.ids.new(),
        email=email,
        email_key=email_key(email),
        invited_by_id=stage.people["coorganiser@example.org"].id,
        created_at=at,
        sent_at=at,
        expires_at=at + INVITATION_LASTS,
        withdrawn_at=at + timedelta(hours=5) if state == "withdrawn" else None,
        **whose,
    )
