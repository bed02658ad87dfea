"""Draws the badges of the only event in a database, as the worker does.

`python -m tests.bench.machinery.drawing FILE` writes the PDF and prints as JSON what that took.
"""

import json
import resource
import sys
import time
from pathlib import Path

from app import create_app
from app.badges.presentation import draw as draw_badges
from app.badges.queries import list_badge_tickets
from app.badges.rules.sheets import SheetFormat
from app.core.db import db
from app.events.models import Event
from app.events.policies import EVERYBODY


def main(target: Path) -> None:
    """Draw, write, and say how many seconds of CPU and megabytes of memory it took."""
    with create_app().test_request_context():
        event = db.session.query(Event).one()
        start = time.process_time()
        made = draw(event)
        seconds = time.process_time() - start
    target.write_bytes(made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def draw(event: Event) -> bytes:
    """Draw every badge of an event."""
    return draw_badges(event, list_badge_tickets(event.id, seen=EVERYBODY), SheetFormat.A6)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
