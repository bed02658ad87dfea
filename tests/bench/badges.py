"""How fast, small and lean are a thousand badges? Each code is read back from a rendered page."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import zxingcpp
from PIL import Image

from app.badges.queries import list_badge_tickets
from app.badges.rules.looks import Look
from app.badges.services.drawing import Badge
from app.badges.services.printing import load_badges
from app.core.db import db
from app.core.ids import new_id
from app.core.uow import unit_of_work
from app.demo.rules.guests import cast
from app.events.models import Event
from app.events.policies import EVERYBODY
from app.tickets.models import Order, Quota, Ticket, TicketType
from tests.bench.machinery.report import Report, Target, arguments
from tests.bench.machinery.server import SECRET
from tests.conftest import make_tables, make_test_app
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, quota_of

COUNT = 1000
AT_ONCE = 100  # pages that are rendered before they are read
# A long name, and everybody of the demo: six countries, three scripts.
PEOPLE = [
    ("Katarzyna-Małgorzata", "Wiśniewska-Źdźbłowska", "Zakład Tworzyw Sztucznych Sp. z o.o."),
    *((one.given, one.family, name) for name, people in cast().items() for one in people),
]
KINDS = ("Attendee", "Jury", "Speaker", "Exhibitor")


def main() -> int:
    """Measure and report; the drawing has a process of its own, as in the worker."""
    arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'badges.sqlite3'}"
        with make_test_app(url, folder).app_context():
            make_tables()
            event = make_event(name="Open Innovation Day")
            fill(event)
            badges = load_badges(event.id, list_badge_tickets(event.id, seen=EVERYBODY), Look())
            db.session.remove()
            db.engine.dispose()
        made = folder / "badges.pdf"
        drawn = draw(url, folder, made)
        figures = {
            "badges": len(badges),
            "per_cpu_s": len(badges) / drawn["seconds"],
            "bytes_each": made.stat().st_size / len(badges),
            "peak_mb": drawn["peak_mb"],
            "read_back": read_back(made, badges),
            "names_found": names_found(made, badges),
        }
    targets = [
        Target("badges", COUNT, at_least=True),
        Target("per_cpu_s", 300, at_least=True),
        Target("bytes_each", 3072),
        Target("peak_mb", 250),
        Target("read_back", COUNT, at_least=True),
        Target("names_found", COUNT, at_least=True),
    ]
    return Report("badges", figures, targets).finish()


def draw(url: str, folder: Path, made: Path) -> dict[str, float]:
    """Have the badges drawn by another process; return the CPU and memory that it took."""
    environment = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "INNODAY_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "tests.bench.machinery.drawing", str(made)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | environment
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


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


def read_back(made: Path, badges: Sequence[Badge]) -> int:
    """Return how many pages, rendered at 150 dpi, show the code of their badge."""
    right = 0
    for start in range(0, len(badges), AT_ONCE):
        some = badges[start : start + AT_ONCE]
        pages = _render(made, start + 1, start + len(some))
        right += sum(_read(page) == one.code for page, one in zip(pages, some, strict=True))
    return right


def _render(made: Path, first: int, last: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "150", "-gray", "-f", str(first), "-l", str(last)]
        subprocess.run([*command, str(made), str(Path(folder) / "page")], check=True)
        yield from sorted(Path(folder).iterdir())


def _read(page: Path) -> str:
    found = zxingcpp.read_barcodes(Image.open(page))
    return found[0].text if found else ""


def names_found(made: Path, badges: Sequence[Badge]) -> int:
    """Return how many pages hold the name of their badge as text that can be copied."""
    command = ["pdftotext", "-layout", str(made), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with pikepdf.open(made) as pdf:
        if len(pdf.pages) != len(badges):
            return 0
    pages = text.split("\f")
    return sum(
        badge.given_name in page and badge.family_name in page
        for badge, page in zip(badges, pages, strict=False)
    )


if __name__ == "__main__":
    sys.exit(main())
