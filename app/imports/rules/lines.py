"""What a line of a list becomes, and what is wrong with it, field by field."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import datetime
from typing import Any

from app.core.addresses import email_key, is_mailable, plain_email
from app.core.text import search_key
from app.identity.rules import SELF_DECLARED
from app.imports.rules.lists import Listed
from app.imports.rules.mapping import ANSWER, NEEDED, Mapped
from app.imports.rules.moments import guess_order, read_moment
from app.proposals.rules import SUMMARY_WORDS, count_words

LONGEST = {"organisation": 200, "title": 160, "summary": 4000, "partners": 4000}
USUAL_KIND = "sme"
TRL = range(1, 10)


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong with a field; with an error the line is left out."""

    field: str
    code: str
    params: Mapping[str, object] = kept(default_factory=dict)
    is_error: bool = True


@dataclass(frozen=True)
class Line:
    """A line of a list as a proposal, with everything that is wrong with it."""

    number: int
    organisation: str
    email: str
    title: str
    country: str
    kind: str
    summary: str
    trl: int | None
    partners: str
    arrived_at: datetime | None
    answers: Mapping[str, str]
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it can be imported."""
        return not any(one.is_error for one in self.troubles)

    @property
    def key(self) -> str:
        """What makes it the same line again: who proposes what, under which address."""
        parts = (search_key(self.organisation), email_key(self.email), search_key(self.title))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Terms:
    """What lines are held against: the challenge, and how the list is meant."""

    questions: Sequence[Any]
    owner_name: str
    closes_at: datetime
    now: datetime
    zone: str
    as_drafts: bool
    usual_country: str
    countries: Mapping[str, str]  # codes by folded name and code


def check_lines(listed: Listed, mapped: Mapped, terms: Terms) -> list[Line]:
    """Return every line with what is wrong with it, also with regard to those before it."""
    order = guess_order(mapped.read("arrived_at", row) for _, row in listed.rows)
    seen: dict[str, int] = {}
    homes: dict[str, str] = {}
    found = []
    for number, row in listed.rows:
        line = _line(number, row, mapped, terms, order)
        if line.is_good:
            line = _with(line, [*_doubled(line, seen), *_elsewhere(line, homes)])
        if line.is_good:
            seen[line.key] = number
            homes[email_key(line.email)] = search_key(line.organisation)
        found.append(line)
    return found


def _with(line: Line, troubles: Sequence[Trouble]) -> Line:
    return Line(**{**line.__dict__, "troubles": (*line.troubles, *troubles)})


def _doubled(line: Line, seen: Mapping[str, int]) -> Iterator[Trouble]:
    if line.key in seen:
        yield Trouble("title", "line_twice", {"line": seen[line.key]})


def _elsewhere(line: Line, homes: Mapping[str, str]) -> Iterator[Trouble]:
    """Refuse a second proposal by one address: of an organisation there is one per challenge."""
    home = homes.get(email_key(line.email))
    if home == search_key(line.organisation):
        yield Trouble("organisation", "organisation_twice")
    elif home is not None:
        yield Trouble("email", "email_twice")


def _line(number: int, row: Sequence[str], mapped: Mapped, terms: Terms, order: str) -> Line:
    said = {name: mapped.read(name, row) for name in mapped.columns}
    arrived = said.get("arrived_at", "")
    line = Line(
        number=number,
        organisation=said.get("organisation", ""),
        email=plain_email(said.get("email", "")),
        title=" ".join(said.get("title", "").split()),
        country=terms.countries.get(search_key(said.get("country")), terms.usual_country),
        kind=_kind(said.get("kind", "")) or USUAL_KIND,
        summary=said.get("summary", ""),
        trl=_trl(said.get("trl", "")),
        partners=said.get("partners", ""),
        arrived_at=read_moment(arrived, terms.zone, order) if arrived else None,
        answers={one.key: said.get(ANSWER + one.key, "") for one in terms.questions},
    )
    troubles = (*_missing(line, said), *_unread(line, said, terms), *_arrival(line, said, terms))
    return _with(line, (*troubles, *_incomplete(line, said, terms)))


def _kind(text: str) -> str | None:
    key = search_key(text).replace(" ", "_").replace("-", "_")
    return next((str(one) for one in SELF_DECLARED if str(one) == key), None)


def _trl(text: str) -> int | None:
    """Return the level that a text begins with, after the letters TRL if they stand there."""
    bare = search_key(text).removeprefix("trl").strip()
    digits = bare.split()[0].rstrip(".:-–)") if bare else ""
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) in TRL else None


def _missing(line: Line, said: Mapping[str, str]) -> Iterator[Trouble]:
    for name in NEEDED:
        if not said.get(name):
            yield Trouble(name, "cell_empty")
    if said.get("email") and not is_mailable(line.email):
        yield Trouble("email", "cell_no_email")


def _unread(line: Line, said: Mapping[str, str], terms: Terms) -> Iterator[Trouble]:
    for name, most in LONGEST.items():
        if len(getattr(line, name)) > most:
            yield Trouble(name, "cell_too_long", {"limit": most})
    if search_key(line.organisation) == search_key(terms.owner_name):
        yield Trouble("organisation", "own_challenge")
    if said.get("country") and search_key(said["country"]) not in terms.countries:
        yield Trouble("country", "cell_no_country")
    if said.get("kind") and _kind(said["kind"]) is None:
        yield Trouble("kind", "cell_no_kind", is_error=False)
    if said.get("trl") and line.trl is None:
        yield Trouble("trl", "cell_no_trl", is_error=False)


def _arrival(line: Line, said: Mapping[str, str], terms: Terms) -> Iterator[Trouble]:
    """Hold the time of arrival against the call; without one the time of the import counts."""
    if terms.as_drafts:
        return
    if said.get("arrived_at") and line.arrived_at is None:
        yield Trouble("arrived_at", "cell_no_time")
        return
    arrived = line.arrived_at or terms.now
    if arrived > terms.now:
        yield Trouble("arrived_at", "cell_ahead")
    elif arrived >= terms.closes_at:
        yield Trouble("arrived_at", "cell_late")


def _incomplete(line: Line, said: Mapping[str, str], terms: Terms) -> Iterator[Trouble]:
    """Tell what the editor would have refused; the line is imported as it came.

    Of what has no column nothing is said line by line.
    """
    if (count := count_words(line.summary)) > SUMMARY_WORDS:
        params = {"count": count, "limit": SUMMARY_WORDS}
        yield Trouble("summary", "too_many_words", params, is_error=False)
    for question in terms.questions:
        count = count_words(line.answers[question.key])
        params = {"count": count, "limit": question.max_words}
        if count == 0 and ANSWER + question.key in said:
            yield Trouble(ANSWER + question.key, "cell_unanswered", is_error=False)
        elif count > question.max_words:
            yield Trouble(ANSWER + question.key, "too_many_words", params, is_error=False)
