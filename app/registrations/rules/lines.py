"""What a line of a list of people becomes, and what is wrong with it, field by field."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.addresses import email_key, is_mailable, plain_email
from app.core.text import search_key
from app.identity.rules import OrganisationKind
from app.imports.rules import Listed
from app.imports.rules.lines import Trouble
from app.imports.rules.mapping import Mapped
from app.tickets.rules.attendees import is_link

NEEDED = ("email",)
TARGETS = (
    *("given_name", "family_name", "name", "email"),
    *("organisation_name", "organisation_kind", "country", "ticket_type"),
)
# Words of a head, folded as a search folds them; the first that fits wins.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("given_name", ("given name", "first name", "vorname", "prenom", "imie", "vardas", "nombre")),
    (
        "family_name",
        ("family name", "last name", "surname", "nachname", "nazwisko", "pavarde", "apellido"),
    ),
    ("email", ("e-mail", "email", "mail", "adres poczty")),
    (
        "organisation_kind",
        ("kind of organisation", "type of organisation", "organisation type", "legal form"),
    ),
    (
        "organisation_name",
        ("organisation", "organization", "company", "firma", "unternehmen", "empresa", "societe"),
    ),
    ("country", ("country", "land", "pays", "kraj", "salis", "pais")),
    ("ticket_type", ("ticket type", "ticket", "category", "bilet")),
    ("name", ("name", "full name", "attendee", "participant", "nom")),
)
LONGEST = {"given_name": 100, "family_name": 100, "organisation_name": 200}


@dataclass(frozen=True)
class Person:
    """A line of a list as somebody to register, with everything that is wrong with it."""

    number: int
    given_name: str
    family_name: str
    email: str
    organisation_name: str
    organisation_kind: str
    country: str
    ticket_type: int | None
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it can be imported."""
        return not any(one.is_error for one in self.troubles)

    @property
    def key(self) -> str:
        """What makes it the same line again: whose name, under which address."""
        parts = (search_key(self.family_name, self.given_name), email_key(self.email))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Terms:
    """What lines are held against: ticket types, places, who has a ticket, what was imported."""

    types: Mapping[str, int]  # ids by folded name
    usual_type: int | None
    countries: Mapping[str, str]  # codes by folded name and code
    there: Mapping[str, Collection[str]]  # folded names by address
    known: Collection[str]  # lines that were imported before
    free: Mapping[int, int]  # places by quota
    quotas_of: Callable[[int, str], Sequence[int]]  # by ticket type and country


def check_people(listed: Listed, mapped: Mapped, terms: Terms) -> list[Person]:
    """Return every line with what is wrong with it, also with regard to those before it."""
    seen: dict[str, int] = {}
    taken: Counter[int] = Counter()
    found = []
    for number, row in listed.rows:
        person = _person(number, row, mapped, terms)
        if person.is_good:
            person = _with(person, _doubled(person, seen, terms))
        if person.is_good and person.key not in terms.known:
            person = _with(person, _placed(person, taken, terms))
        if person.is_good:
            seen.setdefault(person.key, number)
        found.append(person)
    return found


def _with(person: Person, troubles: Iterator[Trouble]) -> Person:
    return replace(person, troubles=(*person.troubles, *troubles))


def _person(number: int, row: Sequence[str], mapped: Mapped, terms: Terms) -> Person:
    said = {name: " ".join(mapped.read(name, row).split()) for name in mapped.columns}
    given, family = _names(said)
    kind = search_key(said.get("organisation_kind", "")).replace(" ", "_").replace("-", "_")
    person = Person(
        number=number,
        given_name=given,
        family_name=family,
        email=plain_email(said.get("email", "")),
        organisation_name=said.get("organisation_name", ""),
        organisation_kind=kind if kind in set(OrganisationKind) else "other",
        country=terms.countries.get(search_key(said.get("country", "")), ""),
        ticket_type=_ticket_type(said.get("ticket_type", ""), terms),
    )
    return _with(person, _wrong(person, said))


def _names(said: Mapping[str, str]) -> tuple[str, str]:
    """Return the given and the family name; of a whole name the last word is the family's."""
    given, family = said.get("given_name", ""), said.get("family_name", "")
    if not given and not family:
        first, _blank, last = said.get("name", "").rpartition(" ")
        return (first, last) if first else (last, "")
    return given, family


def _ticket_type(text: str, terms: Terms) -> int | None:
    return terms.types.get(search_key(text)) if text else terms.usual_type


def _wrong(person: Person, said: Mapping[str, str]) -> Iterator[Trouble]:
    yield from _wrong_name(person, said)
    if not said.get("email"):
        yield Trouble("email", "cell_empty")
    elif not is_mailable(person.email):
        yield Trouble("email", "cell_no_email")
    if said.get("country") and not person.country:
        yield Trouble("country", "cell_no_country")
    if person.ticket_type is None:
        yield Trouble("ticket_type", "cell_no_ticket" if said.get("ticket_type") else "cell_empty")
    if said.get("organisation_kind") and person.organisation_kind == "other":
        yield from _unknown_kind(said["organisation_kind"])


def _wrong_name(person: Person, said: Mapping[str, str]) -> Iterator[Trouble]:
    if not person.given_name:
        yield Trouble("name" if "name" in said else "given_name", "cell_empty")
    for name, most in LONGEST.items():
        if len(getattr(person, name)) > most:
            yield Trouble(name, "cell_too_long", {"limit": most})
    for name in ("given_name", "family_name"):
        if is_link(getattr(person, name)):
            yield Trouble(name, "cell_link")


def _unknown_kind(text: str) -> Iterator[Trouble]:
    if search_key(text) != "other":
        yield Trouble("organisation_kind", "cell_kind_unknown", is_error=False)


def _doubled(person: Person, seen: Mapping[str, int], terms: Terms) -> Iterator[Trouble]:
    if person.key in seen:
        yield Trouble("email", "line_twice", {"line": seen[person.key]})
    elif person.key not in terms.known:
        names = terms.there.get(email_key(person.email), ())
        if search_key(person.family_name, person.given_name) in names:
            yield Trouble("email", "ticket_there")
        elif names:
            yield Trouble("email", "email_there", is_error=False)


def _placed(person: Person, taken: Counter[int], terms: Terms) -> Iterator[Trouble]:
    """Take the places of a line, as far as they can be foreseen, or say that there are none."""
    quotas = terms.quotas_of(person.ticket_type or 0, person.country)
    if any(terms.free.get(one, 0) - taken[one] < 1 for one in quotas):
        yield Trouble("ticket_type", "cell_sold_out")
    else:
        taken.update(quotas)
