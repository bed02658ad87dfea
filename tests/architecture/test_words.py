"""Every failure that a person can meet has a sentence."""

import re

from app.web.words import known_codes
from tests.architecture.tree import name_of, python_files

RAISED = re.compile(
    r"\b(?:Invalid|NotFound|Forbidden|Conflict|RateLimited|SignInRequired)\(\s*\"(\w+)\""
)
DECLARED = re.compile(r"^    code(?:: str)? = \"(\w+)\"", re.MULTILINE)
BROKEN = re.compile(r"when_broken\(\s*\"\w+\",\s*\"(\w+)\"")
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
