"""Lists in the demo: links of campaigns, views, an import that was taken back, and a double."""

from datetime import timedelta

from app.core import work
from app.core.files import store_bytes
from app.core.work import Work
from app.demo.rules.chance import chance
from app.demo.services.registration.codes import BUSINESS, FOR_PRESS
from app.demo.services.registration.past import done_at
from app.demo.services.registration.people import Coming, Places, write_order
from app.demo.services.stage import Book, Stage, write
from app.identity.queries import actor_for
from app.registrations.facts import AttendeeImportUndone, AttendeeListUploaded
from app.registrations.models import AttendeeImport, AttendeeView
from app.registrations.services.importing import KIND
from app.registrations.services.linking import add_link
from app.tickets.models import Ticket, Voucher

CAMPAIGNS = {"newsletter": 9, "social": 6, "kammernetz": 4, "trade-fair": 0}
VIEWS = (
    ("From Poland, by firm", {"country": "PL", "sort": "organisation"}, True),
    ("Not paid yet", {"state": "unpaid"}, True),
    ("Came by the newsletter", {"channel": "newsletter"}, False),
)
HEAD = "Given name,Family name,E-mail,Company,Country\n"
TAKEN_BACK = HEAD + "".join(
    f"{given},{family},{given.lower()}.{family.lower()}@example.org,Kammernetz Elbland,DE\n"
    for given, family in (("Anja", "Reiche"), ("Volker", "Thieme"), ("Birgit", "Naumann"))
)
FAULTY = HEAD + (
    "Sven,Petzold,sven.petzold@example.org,Optik Elbland,DE\n"
    "Ines,Kubitz,ines.kubitz(at)example.org,Optik Elbland,DE\n"
    ",,info@example.org,Messebau Meißen,DE\n"
    "Radka,Nováková,radka.novakova@example.org,Sklo Liberec,Bohemia\n"
    "Lutz,Hänsel,lutz.haensel@example.org,Messebau Meißen,DE\n"
)
NAMED = ("given_name", "family_name", "email", "organisation_name", "country")
COLUMNS = {name: place for place, name in enumerate(NAMED)}


def write_lists(stage: Stage, book: Book, vouchers: dict[str, Voucher]) -> None:
    """Write what an organiser finds around the list of attendees."""
    _write_links(stage, book)
    _write_views(stage, book)
    _write_imports(stage, book)
    _write_double(stage, book, vouchers)


def _write_links(stage: Stage, book: Book) -> None:
    """Write the links, and let some who registered have come by them."""
    lead = actor_for(stage.lead())
    with done_at(stage, stage.now - timedelta(days=36)):
        for channel in CAMPAIGNS:
            add_link(lead, book.event, channel=channel)
    came = sorted((one for one in book.orders if one.channel == "web"), key=lambda one: one.id)
    chosen = chance("campaigns").sample(came, sum(CAMPAIGNS.values()))
    for channel, number in CAMPAIGNS.items():
        for order in chosen[:number]:
            order.channel = channel
        chosen = chosen[number:]


def _write_views(stage: Stage, book: Book) -> None:
    at = stage.now - timedelta(days=14)
    whose = {"event_id": book.event.id, "person_id": stage.lead().id, "created_at": at}
    write(
        AttendeeView(id=stage.ids.new(), name=name, asked=asked, is_shared=is_shared, **whose)
        for name, asked, is_shared in VIEWS
    )


def _write_imports(stage: Stage, book: Book) -> None:
    """Write a list that was imported by mistake, and one whose faults somebody looks into."""
    at = stage.now - timedelta(days=9)
    lead, event = stage.lead().id, book.event
    done = Work(
        id=stage.ids.new(),
        kind=KIND,
        title="Import of 3 people",
        event_id=event.id,
        requested_by_id=lead,
        state=work.DONE,
        done=3,
        total=3,
        created_at=at,
        finished_at=at + timedelta(seconds=2),
    )
    write([done])
    undone = _import(stage, book, TAKEN_BACK, "chamber-members.csv", 9)
    undone.started_at, undone.work_id = at, done.id
    undone.undone_at = at + timedelta(minutes=20)
    checked = _import(stage, book, FAULTY, "optics-and-stands.csv", 1)
    write([undone, checked])
    about = {"actor_id": lead, "event_id": event.id}
    for one in (undone, checked):
        told = AttendeeListUploaded(**about, import_id=one.id, sha256=one.sha256)
        stage.deeds.append((one.created_at, told))
    back = AttendeeImportUndone(**about, import_id=undone.id, gone=3, kept=0)
    stage.deeds.append((undone.undone_at, back))


def _import(stage: Stage, book: Book, text: str, filename: str, days_ago: int) -> AttendeeImport:
    stored = store_bytes(text.encode(), filename, "text/csv")
    write([stored])
    at = stage.now - timedelta(days=days_ago)
    return AttendeeImport(
        id=stage.ids.new(),
        event_id=book.event.id,
        uploaded_by_id=stage.lead().id,
        file_id=stored.id,
        sha256=stored.sha256,
        created_at=at,
        columns=COLUMNS,
        heads={},
        ticket_type_id=book.ticket_types[0].id,
        chosen_at=at + timedelta(minutes=2),
    )


def _write_double(stage: Stage, book: Book, vouchers: dict[str, Voucher]) -> None:
    """Let somebody have registered twice: once more as the press, by another address."""
    first = _first(book)
    kind = next(one for one in book.ticket_types if one.name == BUSINESS)
    again = Coming(
        given=first.given_name,
        family=first.family_name,
        organisation=first.organisation_name,
        kind=first.organisation_kind,
        country=first.country,
        email=first.email.replace("@", ".office@"),
    )
    printed = next(one for one in vouchers.values() if one.note == FOR_PRESS)
    on = Places(kind=kind, quota=book.quotas_of[kind.id], voucher=printed)
    write_order(stage, book, [again], on, stage.now - timedelta(days=3))


def _first(book: Book) -> Ticket:
    return min(book.tickets.values(), key=lambda one: one.id)
