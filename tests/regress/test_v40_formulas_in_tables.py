"""CVE-2023-2258 (alf.io), Indico 2.2.3, CVE-2026-23873 (HUSTOJ): a name in a CSV was a formula."""

from collections import Counter

import pytest

from app.core.csv_text import FORMULA_STARTS
from app.core.xlsx import CONTENT_TYPE as XLSX
from tests.access.asking import Asker, questions
from tests.access.world import OWN, make_world
from tests.regress.tables import cells_of, sheet_of

ENDS = (".csv", ".xlsx", "/file", "/export")  # what else gives a table shows it to these two
HOSTILE = ("billing/invoices", "tickets/attendees")  # else the test would show nothing
ROLES = ("lead", "operator", "coorganiser", "owner", "proposer")


@pytest.mark.slow
@pytest.mark.one_database
def test_no_cell_of_any_table_that_is_handed_out_begins_a_formula(app, say):
    asker = Asker(app, make_world(lambda kind, side: f"=1+{kind}+{side}"))
    tables: Counter[str] = Counter()
    hostile, found = set[str](), set[str]()
    # Tables are fetched; what is sent is answered with a page, a redirect or JSON.
    for question in (one for one in questions(app) if one.method == "GET"):
        for role in ROLES if question.rule.endswith(ENDS) else ROLES[:2]:
            answer = asker.ask(question, role, OWN)
            cells = cells_of(answer)
            if cells is None:
                continue
            tables[str(answer.mimetype)] += 1
            assert answer.mimetype != XLSX or "<f" not in sheet_of(answer)
            hostile |= {question.rule for cell in cells if "=1+" in cell}
            found |= {cell for cell in cells if cell.lstrip().startswith(FORMULA_STARTS)}
    total = sum(tables.values())
    say(
        f"formulas: {total} tables handed out, hostile words in {len(hostile)} kinds of them, "
        f"{len(found)} cells that a spreadsheet would run"
    )
    assert tables["text/csv"] >= 8
    assert tables[XLSX] >= 3
    assert hostile >= {f"/manage/<slug>/{one}.{end}" for one in HOSTILE for end in ("csv", "xlsx")}
    assert found == set()
