"""Badges on paper: asked for here, drawn by the worker."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from app.core import jobs
from app.core.authz import Actor, authorize
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.core.work import Work, kind_needs, start_work
from app.events.models import Event
from app.events.policies import Fence, fence
from app.events.queries import get_event_by_id
from app.tickets import queries
from app.tickets.facts import BadgesRequested
from app.tickets.models import Ticket
from app.tickets.rules import badge_layout as place
from app.tickets.rules.badge_layout import SheetFormat

if TYPE_CHECKING:
    from app.core.stamping import Face, Stamp

MAKE_BADGES = "make_badges"
KIND = "badges"
REPORT_EVERY = 100
BOLD, REGULAR = 0, 1

kind_needs(
    KIND,
    Permission.BADGE_PRINT,
    get_event_by_id,
    reach=lambda actor, event: fence(actor, event).clusters,
)


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What one badge says."""

    given_name: str
    family_name: str
    organisation: str
    role: str
    audience: str
    code: str
    typed_code: str


@dataclass(frozen=True)
class Design:
    """What stands on a badge before anything is stamped on it.

    Names in letters that our font lacks are part of the design: laying out finds them a font.
    """

    role: str
    audience: str
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""


RenderDesigns = Callable[[Sequence[Design]], bytes]
Report = Callable[..., None]


def start_badges(
    actor: Actor, event: Event, *, layout: SheetFormat, ticket_type: int | None, **page: str
) -> Work:
    """Ask for the badges of an event, or of one kind of ticket, as a PDF."""
    authorize(actor, Permission.BADGE_PRINT, event)
    seen = fence(actor, event)
    wanted = queries.AttendeeFilter(ticket_type_id=ticket_type)
    if queries.count_attendees(event.id, wanted, seen=seen) == 0:
        raise Conflict("no_badges")
    work = start_work(actor, KIND, event.id, clusters=seen.clusters, **page)
    record(BadgesRequested(actor_id=actor.person_id, event_id=event.id, work_id=work.id))
    jobs.enqueue(
        MAKE_BADGES,
        work_id=work.id,
        event_id=event.id,
        layout=layout.value,
        ticket_type=ticket_type,
        clusters=None if seen.clusters is None else sorted(seen.clusters),
    )
    return work


def load_badges(event_id: int, ticket_type: int | None, seen: Fence) -> list[Badge]:
    """Return what the badges of an event's valid tickets within a fence say."""
    key = queries.private_key(event_id)
    tickets = queries.list_badge_tickets(event_id, ticket_type, seen=seen)
    return [badge_of(ticket, queries.codes_of(ticket, key)) for ticket in tickets]


def badge_of(ticket: Ticket, codes: queries.Codes) -> Badge:
    """Return what a ticket's badge says."""
    return Badge(
        given_name=_printable(ticket.given_name),
        family_name=_printable(ticket.family_name),
        organisation=_printable(ticket.organisation_name),
        role=_printable(ticket.role_label or ticket.ticket_type.name),
        audience=ticket.ticket_type.audience,
        code=codes.token,
        typed_code=codes.letters,
    )


def _printable(text: str) -> str:
    """Return a text in whole letters, without control characters, with single spaces."""
    whole = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())


def draw_badges(
    badges: Sequence[Badge],
    *,
    layout: SheetFormat,
    render: RenderDesigns,
    title: str,
    report: Report = lambda *_: None,
) -> bytes:
    """Return the badges as a PDF; tells after every hundred how far it is."""
    from app.core.pdf import FONTS
    from app.core.stamping import Face, Sheets, line_marks

    faces = [Face(FONTS / "Inter-Bold.ttf"), Face(FONTS / "Inter-Medium.ttf")]
    designs = [_design(badge, faces) for badge in badges]
    numbers = {design: n for n, design in enumerate(dict.fromkeys(designs))}
    sheets = Sheets(render(list(numbers)), faces)
    places = place.sheet_places(layout)
    marks = line_marks(place.cut_marks(layout)) if len(places) > 1 else ""
    stamps = _stamps(badges, designs, numbers, faces, report)
    while batch := list(islice(stamps, len(places))):
        placed = [(x, y, stamp) for (x, y), stamp in zip(places, batch, strict=False)]
        sheets.add_page(place.sheet_size(layout), placed, marks)
    return sheets.save(title=title, language="en")


def _design(badge: Badge, faces: Sequence["Face"]) -> Design:
    design = Design(badge.role, badge.audience)
    names = {
        "given_name": badge.given_name,
        "family_name": badge.family_name,
        "organisation": badge.organisation,
    }
    if all(faces[BOLD].has(text) for text in names.values()):
        return design
    return replace(design, **names)


def _stamps(
    badges: Sequence[Badge],
    designs: Sequence[Design],
    numbers: dict[Design, int],
    faces: Sequence["Face"],
    report: Report,
) -> Iterator["Stamp"]:
    from app.core.stamping import Stamp

    for count, (badge, design) in enumerate(zip(badges, designs, strict=True)):
        if count % REPORT_EVERY == 0:
            report(count, len(badges))
        names = [] if design.given_name else _name_marks(badge, faces)
        yield Stamp(numbers[design], [*names, *_code_marks(badge, faces)])


def _name_marks(badge: Badge, faces: Sequence["Face"]) -> list[str]:
    bold, regular = faces
    marks = []
    lines = ((badge.given_name, place.GIVEN_NAME), (badge.family_name, place.FAMILY_NAME))
    for text, line in lines:
        shown, size = place.fit(text, bold.width, line)
        marks.append(_centred(BOLD, faces, shown, size, line.baseline))
    down = place.ORGANISATION.baseline
    for text, size in place.split_lines(badge.organisation, regular.width, place.ORGANISATION):
        marks.append(_centred(REGULAR, faces, text, size, down))
        down += place.ORGANISATION_SECOND
    return marks


def _code_marks(badge: Badge, faces: Sequence["Face"]) -> list[str]:
    from app.core.qr import make_qr
    from app.core.stamping import qr_mark

    square, line = place.QR, place.TYPED_CODE
    code = make_qr(badge.code, version=5)
    drawn = qr_mark(code, square.side, (square.left, place.HEIGHT - square.top))
    return [drawn, _centred(REGULAR, faces, badge.typed_code, line.largest, line.baseline)]


def _centred(number: int, faces: Sequence["Face"], text: str, size: float, down: float) -> str:
    from app.core.stamping import text_mark

    face = faces[number]
    left = (place.WIDTH - face.width(text, size)) / 2
    return text_mark(number, face, text, size, (left, place.HEIGHT - down))
