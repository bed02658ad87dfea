"""Looking at an answer: does it keep who must be kept out, and hold what the asker may see."""

import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.access.asking import (
    ANONYMOUS,
    DEVICE_ROLE,
    INSIDER,
    OPERATOR,
    PEOPLE,
    READS,
    REFUSED,
    STRANGER,
    Question,
    is_refused,
)
from tests.access.table import Allowed
from tests.access.world import CLUSTER, OWN, SIDES

CANARY = re.compile(r"[Zz]q([a-z]{4,14})([0-2])x")  # no secret has that by chance
HOMES = {STRANGER: CLUSTER, OPERATOR: None, ANONYMOUS: None}
RUNNING = ("lead", READS, INSIDER)
# Who may see what of the own side; of kinds that are not here, whoever is let in.
SEEN_BY = {
    "ticket": (*RUNNING, "desk", "attendee"),
    "proposal": (*RUNNING, "proposer", "owner", "juror"),
    "finding": (*RUNNING, "proposer"),
    "note": RUNNING,
    "rivalry": (*RUNNING, "other_proposer", "owner", "juror", "conflicted"),  # wishes
    "score": (*RUNNING, "juror"),
    "conflict": (*RUNNING, "conflicted"),
    "hint": (*RUNNING, "juror"),
    "draft": (*RUNNING, "owner", "coorganiser"),
    "mail": RUNNING,
    "snapshot": (*RUNNING, "reader"),
    "device": ("lead", READS),
    "copy": ("lead",),
    "called": ("lead", READS),
    "guest": (*RUNNING, "coorganiser"),
    "foreign": RUNNING,
    "declined": RUNNING,
    "expert": ("lead", READS, "juror"),
    "invited": (*RUNNING, "attendee"),  # who asks to join
}
# What a refusal says; `errors` holds the names of the fields that were sent.
PROBLEM = frozenset({"type", "status", "code", "title", "field", "errors"})
DESCRIPTION = "/api/openapi.json"
# A cluster that is listed shows its logo to everybody.
SHOWN_TO_ALL = ("identity.logo", "identity-api.get_logo")
# An operator looks after accounts and organisations, wherever they are.
ADMINISTERED = {"member", "person", *(role.replace("_", "") for role in PEOPLE)}
# What looking into an event through the broken glass leaves behind: that it was looked at.
SEEN_LOOKING = {"audit_entry", "audit_subject", "outbox_message", "job"}


# A volunteer sees the name of whoever stands before the scanner, and of nobody else.
AT_THE_DOOR = ("scanner", "/api/v1/scans", "shows ticket of its own side")


def complaints(
    question: Question,
    role: str,
    side: str,
    answer: TestResponse,
    routes: Mapping[str, Allowed],
    keys: Mapping[str, Mapping[str, frozenset[str]]],
) -> Iterator[str]:
    """Return what is wrong with an answer."""
    if answer.status_code >= 500:
        yield f"breaks with {answer.status_code}"
    if is_refused(answer) is (role in routes[str(question)][side]):
        yield f"{'refused' if is_refused(answer) else 'let in'} with {answer.status_code}"
    yield from _leaks(question, role, answer)
    if not _is_private(question, role, answer):
        yield "may be cached by others: " + answer.headers.get("Cache-Control", "")
    for key in sorted(_keys(question, answer) - _known(question, role, answer, keys)):
        yield "has the key " + key


def _leaks(question: Question, role: str, answer: TestResponse) -> Iterator[str]:
    """Return the canaries that the asker must not see, wherever they stand.

    Whoever has a link from a mail is who the mail was for.
    """
    if "link>" in question.rule or question.endpoint in SHOWN_TO_ALL:
        return
    for found in foreign_words(role, text_of(answer.get_data()) + str(answer.headers)):
        if (role, question.rule, found) != AT_THE_DOOR:
            yield found


def foreign_words(role: str, text: str) -> Iterator[str]:
    """Return the canaries in a text that somebody of a role must not see."""
    home = HOMES.get(role, OWN)
    for kind, side in canaries_in(text):
        if role in (OPERATOR, INSIDER) and kind in ADMINISTERED:
            continue
        if side != home:
            yield f"shows {kind} of {side}"
        elif side == OWN and role not in SEEN_BY.get(kind, (role,)):
            yield f"shows {kind} of its own side"


def canaries_in(text: str) -> list[tuple[str, str]]:
    """Return the kinds of canaries in a text with their sides."""
    return [(kind, SIDES[int(number)]) for kind, number in sorted(set(CANARY.findall(text)))]


def text_of(data: bytes) -> str:
    """Return the words of a page, a PDF or an archive."""
    if data.startswith(b"%PDF-"):
        command = ["pdftotext", "-layout", "-", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [archive.read(name) for name in archive.namelist()]
            return " ".join([*archive.namelist(), *map(text_of, members)])
    return data.decode(errors="replace")


def _is_private(question: Question, role: str, answer: TestResponse) -> bool:
    """Whether no shared cache keeps what was made for somebody."""
    if role in (ANONYMOUS, DEVICE_ROLE) or answer.status_code in REFUSED:
        return True
    if question.endpoint in SHOWN_TO_ALL:
        return True
    return "no-store" in answer.headers.get("Cache-Control", "")


def _keys(question: Question, answer: TestResponse) -> set[str]:
    has_some = answer.is_json and answer.get_data() and question.rule != DESCRIPTION
    return keys_of(answer.json) if has_some else set()


def _known(
    question: Question,
    role: str,
    answer: TestResponse,
    keys: Mapping[str, Mapping[str, frozenset[str]]],
) -> frozenset[str]:
    """Return the keys that an answer may have: of a refusal, or of what a role may see."""
    if answer.status_code >= 400:
        return PROBLEM | {key for key in _keys(question, answer) if key.startswith("errors.")}
    known = keys.get(str(question), {})
    return known.get("*", frozenset()) | known.get(role, frozenset())


def keys_of(value: Any, prefix: str = "") -> set[str]:
    """Return the paths of all keys in a JSON value; a list stands for each of its items."""
    if isinstance(value, list):
        return set().union(*(keys_of(item, prefix) for item in value))
    if not isinstance(value, dict):
        return set()
    found = {prefix + key for key in value}
    return found.union(*(keys_of(item, f"{prefix}{key}.") for key, item in value.items()))
