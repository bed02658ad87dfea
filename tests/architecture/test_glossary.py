"""The glossary holds one word for each thing, and what people read keeps to it."""

import re

import pytest
from babel.messages.extract import extract_from_file

from tests.architecture.tree import ROOT, name_of, python_files, templates

GLOSSARY = (ROOT / "docs/glossary.md").read_text()
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)
INSTEAD_OF = {
    "programme": r"\bagendas?\b",
    "ticket type": r"\bkinds? of tickets?\b",
    "gate": r"\bdoors\b",
}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
OPTIONS = {"extensions": "jinja2.ext.do", "silent": "false"}


def rows() -> list[str]:
    return [cell for cell, _ in ROW.findall(GLOSSARY)[1:] if set(cell) != {"-"}]


def words() -> list[str]:
    return [word for cell in rows() for word in cell.split(", ")]


@pytest.fixture(scope="module")
def told() -> list[tuple[str, str]]:
    """Return every sentence that people can read, with its file."""
    found = []
    for path in [*templates(), *python_files()]:
        if path.suffix not in (".html", ".txt", ".py") or name_of(path).startswith("tests/"):
            continue
        method = "python" if path.suffix == ".py" else "jinja2"
        for _line, message, *_ in extract_from_file(method, path, KEYWORDS, options=OPTIONS):
            texts = message if isinstance(message, tuple) else (message,)
            found += [(name_of(path), text) for text in texts if text]
    return found


def test_the_words_stand_once_and_in_order():
    assert len(words()) == len(set(words()))
    assert rows() == sorted(rows(), key=str.lower)


@pytest.mark.parametrize("word", INSTEAD_OF)
def test_people_read_the_word_of_the_glossary(word, told):
    assert word in words()
    other = re.compile(INSTEAD_OF[word], re.IGNORECASE)
    assert [(place, text) for place, text in told if other.search(text)] == []
