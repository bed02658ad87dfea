"""The worker's part: minutes on paper, for each part of them that somebody may read."""

from app.core.db import db
from app.core.facts import subscribe
from app.core.papers import Paper, Printed, ask_paper, asks_for_missing, prints
from app.deliberation.facts import MinutesSigned, MinutesWritten
from app.deliberation.models import Minutes
from app.deliberation.presentation import minutes_pdf
from app.deliberation.queries.papers import MINUTES, list_standing, part_without, parts_read
from config import LANGUAGES


@subscribe(MinutesWritten)
def print_minutes(fact: MinutesWritten) -> None:
    """Ask for the minutes on paper, as a draft."""
    _ask(db.session.get_one(Minutes, fact.minutes_id))


@subscribe(MinutesSigned)
def print_signed_minutes(fact: MinutesSigned) -> None:
    """Ask for the next edition, with the new signature."""
    _ask(db.session.get_one(Minutes, fact.minutes_id))


@asks_for_missing
def print_missing_minutes() -> None:
    """Ask for what somebody may read of the minutes that stand and that was never printed."""
    for minutes in list_standing():
        _ask(minutes)


def _ask(minutes: Minutes) -> None:
    signatures = len(minutes.signatures)
    for keys in sorted(parts_read(minutes), key=sorted):
        given = {"signatures": signatures, "without": sorted(keys)}
        ask_paper(MINUTES, minutes.id, given, language=LANGUAGES[0], part=part_without(keys))


@prints(MINUTES)
def print_edition(paper: Paper) -> Printed:
    """Print minutes with the signatures that they had when the edition was asked for."""
    minutes = db.session.get_one(Minutes, paper.thing_id)
    data = minutes_pdf(minutes, paper)
    return Printed(data, f"minutes-version-{minutes.version}-edition-{paper.edition}.pdf")
