"""How fast, small and lean are a thousand badges? Each code is read back from a rendered page."""

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import zxingcpp
from flask import render_template
from PIL import Image

from app.core.db import db
from app.core.ids import new_id
from app.core.pdf import render_pdf
from app.core.uow import unit_of_work
from app.events.models import Event
from app.events.policies import EVERYBODY
from app.tickets.models import Order, Quota, Ticket, TicketType
from app.tickets.rules.audiences import Audience
from app.tickets.rules.badge_layout import SheetFormat
from app.tickets.services.printing import Badge, Design, draw_badges, load_badges
from tests.bench.machinery.report import Report, Target, arguments
from tests.conftest import make_tables, make_test_app
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, quota_of

COUNT = 1000
SAMPLE = 20  # codes read back from pages as a printer at 150 dpi would draw them
PEOPLE = [
    ("Νίκος", "Παππάς", "Θεσσαλικός Μεταλλουργικός Όμιλος"),
    ("Katarzyna-Małgorzata", "Wiśniewska-Źdźbłowska", "Zakład Tworzyw Sztucznych Sp. z o.o."),
    ("Йорданка", "Стоянова", "Институт по роботика"),
    ("Eglė", "Žukauskaitė", "Kauno technologijos universitetas"),
    ("Ane", "Etxeberria Goikoetxea", "Bidasoa Aktibatzen Fundazioa"),
    ("Jürgen", "Müller-Lüdenscheidt", "Maschinenbau Vogtland GmbH & Co. KG"),
]
KINDS = ("Attendee", "Jury", "Speaker", "Exhibitor")


def main() -> int:
    """Measure and report."""
    arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        app = make_test_app(f"sqlite:///{Path(folder) / 'badges.sqlite3'}", Path(folder))
        with app.test_request_context():
            make_tables()
            event = make_event(name="Open Innovation Day")
            fill(event)
            start = time.process_time()
            badges = load_badges(event.id, None, EVERYBODY)
            made = draw(event, badges)
            seconds = time.process_time() - start
            db.engine.dispose()
    figures = {
        "badges": len(badges),
        "per_cpu_s": len(badges) / seconds,
        "bytes_each": len(made) / len(badges),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "read_back": read_back(made, badges),
        "names_found": names_found(made, badges),
    }
    targets = [
        Target("badges", COUNT, at_least=True),
        Target("per_cpu_s", 80, at_least=True),
        Target("bytes_each", 4096),
        Target("peak_mb", 250),
        Target("read_back", SAMPLE, at_least=True),
        Target("names_found", COUNT, at_least=True),
    ]
    return Report("badges", figures, targets).finish()


def fill(event: Event) -> None:
    """Register a thousand people of several scripts for four kinds of tickets."""
    types = [make_ticket_type(event, size=COUNT, name=kind) for kind in KINDS]
    with unit_of_work():
        order = Order(id=new_id(), event_id=event.id, email="all@example.org")
        db.session.add(order)
        for number in range(COUNT):
            db.session.add(_ticket(types[number % len(types)], order, number))


def _ticket(kind: TicketType, order: Order, number: int) -> Ticket:
    given, family, organisation = PEOPLE[number % len(PEOPLE)]
    quota = db.session.get_one(Quota, quota_of(kind))
    quota.taken += 1
    return Ticket(
        event_id=kind.event_id,
        ticket_type_id=kind.id,
        order=order,
        supported_by_id=kind.event.lead_organisation_id,
        given_name=given,
        family_name=family,
        organisation_name=organisation,
        email=f"guest{number}@example.org",
    )


def draw(event: Event, badges: Sequence[Badge]) -> bytes:
    """Draw the badges as the worker does."""

    def render(designs: Sequence[Design]) -> bytes:
        colours = [audience.value for audience in Audience]
        html = render_template("pdf/badges.html", event=event, designs=designs, colours=colours)
        return render_pdf(html, title=event.name, tagged=False)

    return draw_badges(badges, layout=SheetFormat.A6, render=render, title=event.name)


def read_back(made: bytes, badges: Sequence[Badge]) -> int:
    """Return how many sampled pages, rendered at 150 dpi, show the code of their badge."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "badges.pdf"
        path.write_bytes(made)
        step = len(badges) // SAMPLE
        pages = [n * step for n in range(SAMPLE)]
        return sum(_read(path, page) == badges[page].code for page in pages)


def _read(path: Path, page: int) -> str:
    number = str(page + 1)
    command = ["pdftoppm", "-r", "150", "-gray", "-f", number, "-l", number, str(path)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn)))
    return found[0].text if found else ""


def names_found(made: bytes, badges: Sequence[Badge]) -> int:
    """Return how many pages hold the name of their badge as text that can be copied."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "badges.pdf"
        path.write_bytes(made)
        command = ["pdftotext", "-layout", str(path), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with pikepdf.open(io.BytesIO(made)) as pdf:
        if len(pdf.pages) != len(badges):
            return 0
    pages = text.split("\f")
    return sum(
        badge.given_name in page and badge.family_name in page
        for badge, page in zip(badges, pages, strict=False)
    )


if __name__ == "__main__":
    sys.exit(main())
