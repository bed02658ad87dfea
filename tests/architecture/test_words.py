"""Every failure that a person can meet has a sentence."""

import ast
import re

from app.web.words import known_codes
from tests.architecture.tree import name_of, python_files

RAISED = re.compile(
    r"\b(?:Invalid|NotFound|Forbidden|Conflict|RateLimited|SignInRequired)\(\s*\"(\w+)\""
)
DECLARED = re.compile(r"^    code(?:: str)? = \"(\w+)\"", re.MULTILINE)
BROKEN = re.compile(r"when_broken\(\s*\"\w+\",\s*\"(\w+)\"")
TONES = {"good", "warn", "bad", "info"}  # as the stylesheet knows them
BASE = {"error"}  # the root of all failures, never raised itself


def codes_in_the_source() -> dict[str, str]:
    return {
        code: name_of(path)
        for path in python_files()
        if name_of(path).startswith("app/")
        for pattern in (RAISED, DECLARED, BROKEN)
        for code in pattern.findall(path.read_text())
    }


def test_every_code_has_words(application):
    found = codes_in_the_source()
    missing = set(found) - known_codes() - BASE
    assert {code: found[code] for code in missing} == {}


def flashes() -> list[tuple[str, str]]:
    """Return where something is said on the next page, and in which tone."""
    return [
        (f"{name_of(path)}:{call.lineno}", ast.unparse(call.args[-1]).strip("\"'"))
        for path in python_files()
        if name_of(path).startswith("app/")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "flash"
    ]


def test_what_is_said_has_one_of_four_tones():
    said = flashes()
    assert len(said) > 80
    assert [one for one in said if one[1] not in TONES] == []
