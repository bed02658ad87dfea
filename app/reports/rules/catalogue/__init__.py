"""Every figure once: its name, its written definition, its unit and what it is a part of."""

from app.reports.rules.catalogue.definition import Definition, Unit
from app.reports.rules.catalogue.jury import JURY
from app.reports.rules.catalogue.people import PARTICIPATION
from app.reports.rules.catalogue.proposals import CHALLENGES

__all__ = ["CATALOGUE", "SUMMARY", "Definition", "Unit"]

CATALOGUE = {one.key: one for one in (*PARTICIPATION, *CHALLENGES, *JURY)}
SUMMARY = (
    *("attended", "show_up", "organisations", "countries"),
    *("sme_share", "submitted", "selected", "coverage"),
)
