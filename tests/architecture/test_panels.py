"""Every slot that a page offers is filled by a feature, and every panel has its slot."""

import re

from app.web import panels
from tests.architecture.tree import ROOT, templates

OFFERED = re.compile(r"\bpanels_of\('([^']+)'")
DECISION = ROOT / "docs/adr/0003-panels-instead-of-upward-imports.md"


def offered() -> set[str]:
    return {slot for path in templates() for slot in OFFERED.findall(path.read_text())}


def test_slots_and_panels_belong_together(application):
    assert offered() == {panel.slot for panel in panels._panels}


def test_the_decision_names_the_slots():
    named = DECISION.read_text().partition("offers slots (")[2].partition(")")[0]
    assert set(re.findall(r"`([^`]+)`", named)) == offered()
