"""CSV: safe to open."""

import pytest

from app.core.csv_text import to_csv


def test_a_table_opens_in_any_spreadsheet():
    made = to_csv(["Name", "Age"], [["Žukauskaitė, Eglė", 41], ['"Q"', None]])
    assert made == '\ufeffName,Age\r\n"Žukauskaitė, Eglė",41\r\n"""Q""",\r\n'


FORMULAS = ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\u00a0=1", "\r=1", "＝1", " ＠a"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    assert to_csv(["x"], [[text]]).split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers():
    assert to_csv(["x"], [[-5]]) == "\ufeffx\r\n-5\r\n"
