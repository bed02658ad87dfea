"""Names of people, in the script and with the grammar of where they live."""

import random
from typing import Any

from app.core.text import slugify
from app.demo.rules import script
from app.demo.rules.script import OrganisationRow, PersonRow

TITLES = ("Dr. ", "Prof. ")
DOMAIN = "example.org"


class Namer:
    """Draws people, each with an address of their own."""

    def __init__(self, chance: random.Random, taken: set[str]) -> None:
        self._chance = chance
        self._taken = taken

    def draw(self, organisation: OrganisationRow) -> PersonRow:
        """Return somebody new who works for an organisation."""
        while True:
            given, family, latin = self._name(organisation)
            email = email_of(given, family, latin)
            if email not in self._taken:
                self._taken.add(email)
                return PersonRow(
                    organisation=organisation.name,
                    given=given,
                    family=family,
                    latin=latin,
                    email=email,
                )

    def _name(self, organisation: OrganisationRow) -> tuple[str, str, str]:
        country = organisation.country
        is_woman = self._chance.random() < 0.5  # noqa: PLR2004 - as likely as not
        pool = script.names()[organisation.region if country == "ES" else country]
        given = self._chance.choice(pool["women" if is_woman else "men"])
        if country == "ES":
            return given, " ".join(self._chance.sample(pool["families"], 2)), ""
        family = self._form(self._chance.choice(pool["families"]), is_woman=is_woman)
        if country == "GR":
            return given[0], family[0], f"{given[1]} {family[1]}"
        latin = _in_latin(f"{given} {family}") if country == "BG" else ""
        return given, family, latin

    def _form(self, family: Any, *, is_woman: bool) -> Any:
        """Return a family name in the form of a woman or a man, where there is more than one."""
        if isinstance(family, str):
            return family
        *hers, his = family
        return self._chance.choice(hers) if is_woman else his


def email_of(given: str, family: str, latin: str = "") -> str:
    """Return an address made of a name."""
    name = latin or f"{given} {family}"
    for title in TITLES:
        name = name.removeprefix(title)
    return f"{slugify(name, 50).replace('-', '.')}@{DOMAIN}"


def _in_latin(name: str) -> str:
    return slugify(name).replace("-", " ").title()
