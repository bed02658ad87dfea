"""The regions of NUTS 2024, level 2, and the statistical regions of Europe's other countries.

The table stands beside this file: 244 regions of the 27 Member States by Delegated Regulation (EU)
2023/674, in force since 1 January 2024, and 82 of EFTA and candidate countries as Eurostat lists
them in "NUTS 2021 - NUTS 2024" (the sheets "NUTS2024" and "SR2024"), without the codes for what
lies in no region. Eurostat writes EL for Greece, where ISO 3166 has GR.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

TABLE = "nuts2_2024.csv"
_ISO = {"EL": "GR"}
_GREEK_ISO = re.compile(r"\s*GR(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """A region of level 2: its name as it is written there, and in Latin letters if it is not."""

    code: str
    name: str
    latin: str

    @property
    def country(self) -> str:
        """The country's code by ISO 3166."""
        return _ISO.get(self.code[:2], self.code[:2])

    @property
    def label(self) -> str:
        """The name, in Latin letters first."""
        return f"{self.latin} · {self.name}" if self.latin else self.name


@lru_cache(maxsize=1)
def regions() -> Mapping[str, Region]:
    """Return every region by its code, in the order of codes."""
    text = files("app.identity.rules").joinpath(TABLE).read_text("utf-8")
    return {row["code"]: Region(**row) for row in csv.DictReader(text.splitlines())}


def find_region(code: str | None) -> Region | None:
    """Return the region with this code, however it is spelled; GR counts as EL."""
    bare = "".join((code or "").split()).upper()
    return regions().get(_GREEK_ISO.sub("EL", bare))


def region_label(code: str | None) -> str:
    """Return a region's name; the code where it has none, a dash where there is none."""
    found = find_region(code)
    return found.label if found else code or "–"


def regions_of(country: str) -> list[Region]:
    """Return the regions of a country, by code."""
    return [one for one in regions().values() if one.country == country]


def is_region_of(code: str, country: str) -> bool:
    """Whether this is a region of the country."""
    found = regions().get(code)
    return found is not None and found.country == country
