"""Rooms and minutes as they are read: without what is closed to the reader, and on paper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _

from app.core.papers import Paper
from app.deliberation.models import Minutes
from app.deliberation.queries.papers import left_out, minutes_papers
from app.deliberation.queries.rooms import Place, lines_of
from app.deliberation.rules.signing import left_for, numbers_of
from challenges.ranking import TieRule

TIE_RULES: dict[str, LazyString] = {
    TieRule.HEAVIEST_CRITERION: _("higher mean on the heaviest criterion"),
    TieRule.LOWER_SPREAD: _("jurors closer together"),
    TieRule.MORE_SCORECARDS: _("more scorecards"),
    TieRule.MORE_TOP_THREES: _("picked in more top threes"),
}


def tie_words(rules: list[str]) -> list[str]:
    """Return in words what breaks a tie, in its order; the lot comes last."""
    return [*(str(TIE_RULES.get(rule, rule)) for rule in rules), gettext("a lot from the seed")]


def room_out(place: Place) -> dict[str, Any]:
    """Return a room as programs get it."""
    names = ("id", "challenge_id", "opened_at", "closed_at", "tie_rules", "rubric_digest", "seed")
    return {name: getattr(place.room, name) for name in names} | {"lines": lines_of(place)}


def readable(minutes: Minutes, place: Place) -> dict[str, Any]:
    """Return what minutes say to a reader: whoever left for a proposal reads none of its judging.

    Ranks tell of each other, so the ranking and the decisions are closed as a whole.
    """
    return without(minutes, left_out(minutes, place.closed))


def without(minutes: Minutes, keys: Collection[str]) -> dict[str, Any]:
    """Return what minutes say without the judging of some proposals."""
    content: dict[str, Any] = minutes.content
    if not keys:
        return content | {"is_whole": True}
    items = [one for one in content["items"] if one["proposal"] not in keys]
    kept = {name: value for name, value in content.items() if name != "export_sha256"}
    empty: dict[str, Any] = {name: [] for name in ("ranking", "lots", "decisions", "overrides")}
    return kept | empty | {"items": items, "is_whole": False}


@dataclass(frozen=True)
class Signed:
    """A signature as a reader sees it, with the numbers of what it is not for."""

    person_id: int
    name: str
    sha256: str
    signed_at: datetime
    left_for: list[int]


def signatures_of(minutes: Minutes, said: Mapping[str, Any]) -> list[Signed]:
    """Return who signed minutes; of what is closed to the reader it is not told who left for it."""
    numbers = numbers_of(minutes.content["items"])
    return [
        Signed(
            one.person_id,
            one.name,
            one.sha256,
            one.signed_at,
            left_for(one.name, said["items"], numbers),
        )
        for one in minutes.signatures
    ]


def minutes_out(minutes: Minutes, place: Place) -> dict[str, Any]:
    """Return minutes as programs get them."""
    content = readable(minutes, place)
    return {name: getattr(minutes, name) for name in ("version", "sha256", "written_at")} | {
        "content": content,
        "signatures": signatures_of(minutes, content),
        "papers": minutes_papers(minutes, place),
    }


def minutes_pdf(minutes: Minutes, paper: Paper) -> bytes:
    """Return an edition of minutes as a PDF, a draft until somebody has signed."""
    from app.core.pdf import render_pdf

    with force_locale(paper.language):
        title = gettext("Minutes: %(title)s", title=minutes.content["challenge"])
        # Not `render_template`: what it adds is for pages, which need a request.
        page = current_app.jinja_env.get_template("pdf/minutes.html")
        said = without(minutes, paper.given["without"])
        values = {
            "minutes": minutes,
            "edition": paper.edition,
            "numbers": numbers_of(minutes.content["items"]),
            "signatures": signatures_of(minutes, said)[: paper.given["signatures"]],
            "said": said,
            "zone": minutes.room.challenge.event.timezone,
            "ties": tie_words(minutes.content["tie_rules"]),
            "language": paper.language,
        }
        return render_pdf(page.render(title=title, **values), title=title)
