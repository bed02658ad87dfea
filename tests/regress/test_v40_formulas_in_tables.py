"""CVE-2023-2258 (alf.io), Indico 2.2.3, CVE-2026-23873 (HUSTOJ): a name in a CSV was a formula."""

import csv
import io

import pytest

from app.core.csv_text import FORMULA_STARTS
from tests.access.asking import Asker, questions
from tests.access.world import OWN, make_world


@pytest.mark.slow
@pytest.mark.one_database
def test_no_cell_of_any_table_that_is_handed_out_begins_a_formula(app, say):
    asker = Asker(app, make_world(lambda kind, side: f"=1+{kind}+{side}"))
    tables, found = 0, set()
    # Tables are fetched; what is sent is answered with a page, a redirect or JSON.
    for question in (one for one in questions(app) if one.method == "GET"):
        for role in ("lead", "coorganiser", "operator", "owner", "proposer"):
            answer = asker.ask(question, role, OWN)
            if answer.mimetype != "text/csv":
                continue
            tables += 1
            for row in csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))):
                found |= {cell for cell in row if cell.lstrip().startswith(FORMULA_STARTS)}
    say(f"formulas: {tables} tables handed out, {len(found)} cells that a spreadsheet would run")
    assert tables >= 5
    assert found == set()
