"""What the organisations of the demo say of themselves, read from `data/profiles.toml`."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.core.text import slugify
from app.demo.rules.script import OrganisationRow, read
from app.identity.rules.vat import normal_vat

MEMBER_KINDS = frozenset({"sme", "startup", "large_company", "research", "public"})
# Headcount, turnover and balance sheet as they are declared, by the class that they give.
FIGURES = {
    "micro": ("under_10", "to_2", "to_2"),
    "small": ("under_50", "to_10", "to_2"),
    "medium": ("under_250", "to_50", "to_43"),
    "large": ("from_250", "over_50", "over_43"),
}
COMPANIES = frozenset({"large_company", "sme", "startup"})
VAT_DIGITS = {"PL": 10, "ES": 8}  # elsewhere 9
# Who has a logo, and its colour.
LOGOS = {
    "Elbtal Mikrotechnik Cluster": "#1d4ed8",
    "Voltmar Antriebe SE": "#b45309",
    "Frostgrid": "#0f766e",
}
STAGES = ("prototype", "first_customers", "growth", "first_customers", "idea", "scale_up")
SERVICES = (
    *("matchmaking", "technology_transfer", "training", "funding_advice", "internationalisation"),
    *("digitalisation", "green_transition", "events"),
)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What organisations that work on the same things say."""

    nace: list[str]
    ecosystems: list[str]
    priorities: list[str]
    keywords: list[str]
    offers: list[str]
    needs: list[str]


@cache
def _data() -> dict[str, Any]:
    return read("profiles.toml")


def theme_of(row: OrganisationRow) -> Theme:
    """Return what an organisation works on."""
    own = [key for key, names in _data()["works_on"].items() if row.name in names]
    key = own[0] if own else _data()["of_kind"][row.kind]
    return Theme(**_data()["theme"][key])


def cluster_figures(name: str) -> list[Any]:
    """Return a cluster's staff and members: total, SMEs, start-ups, large, research, others."""
    return list(_data()["clusters"][name])


def clusters_of(row: OrganisationRow) -> list[str]:
    """Return the clusters that an organisation belongs to: none, one or two."""
    if row.kind not in MEMBER_KINDS:
        return []
    places = {row.country, row.region}
    return [name for name, sources in _data()["members_from"].items() if places & set(sources)]


def asks() -> dict[str, str]:
    """Return who waits for the answer of which cluster."""
    return dict(_data()["asks"])


def sites() -> dict[str, str]:
    """Return the websites that are not at example.org."""
    return dict(_data()["sites"])


def founded(row: OrganisationRow, number: int) -> int:
    """Return the year in which the organisation with this number in the list was founded."""
    if row.kind == "startup":
        return 2019 + number % 6
    return (1990 if row.kind != "large_company" else 1921) + number * 7 % 26


def stage(row: OrganisationRow, number: int) -> str | None:
    """Return how far a start-up has come."""
    return STAGES[number % len(STAGES)] if row.kind == "startup" else None


def website(row: OrganisationRow, number: int) -> str | None:
    """Return the website of two in three; nobody lives at example.org."""
    if row.name in sites():
        return sites()[row.name]
    return f"https://{slugify(row.name, 50)}.example.org" if number % 3 else None


def vat_number(row: OrganisationRow, number: int) -> str | None:
    """Return a company's invented VAT number, with a check digit that is right."""
    if row.kind not in COMPANIES:
        return None
    chance = random.Random(number)  # noqa: S311 - the same for everybody who loads the demo
    digits = VAT_DIGITS.get(row.country, 9)
    lead = "B" if row.country == "ES" else ""
    while True:
        tried = f"{lead}{chance.randrange(10**digits):0{digits}d}"
        found = normal_vat(tried, row.country)
        if found is not None:
            return found


def initials(name: str) -> str:
    """Return the letters of an organisation's logo."""
    return "".join(word[0] for word in name.split()[:2]).upper()
