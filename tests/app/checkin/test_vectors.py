"""One rule in two languages: both decide every case alike, and no part of either is idle."""

import ast
import copy
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.checkin.rules import PastScan, clashes, clocks, decision
from app.checkin.rules.decision import Attempt, EntryRule, KnownTicket, Pass
from app.checkin.rules.reading import Reading
from app.checkin.rules.words import Direction, Entries, Reason, Verdict
from app.tickets.rules.sales import TicketState
from app.tooling.node import find_node

ROOT = Path(__file__).parents[3]
VECTORS = ROOT / "tests/vectors/door.json"
HARNESS = ROOT / "tests/vectors/door.mjs"
SCRIPT = ROOT / "app/static/js/checkin/rules.js"
PYTHON = ROOT / "app/checkin/rules/decision.py"
VECTOR = json.loads(VECTORS.read_text("utf-8"))
# Each line of what follows says how to write one thing another way.
SWAPS = {
    ast.Lt: ast.LtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
SCRIPT_SWAPS = {
    "===": "!==",
    "!==": "===",
    " < ": " <= ",
    " > ": " >= ",
    ">=": ">",
    "&&": "||",
    "||": "&&",
    "if (!": "if (",
    "return !(": "return (",
    "true;": "false;",
    "false;": "true;",
    ".slice(-1)": ".slice(0, 1)",
    ".at(-1)": ".at(0)",
    ".some(": ".every(",
    "one.at - other.at": "other.at - one.at",
    "? -1 : 1": "? 1 : -1",
    " in NO_RIGHT": " in {}",
}
# Ways of writing that decide nothing: how a day is written, and that an id is not below itself.
EQUAL = {'"2-digit"', '"numeric"', '"en-CA"'}
SAME = "one.client_id < other.client_id"


def test_there_are_enough_cases_and_every_reason_is_among_them():
    assert len(VECTOR["cases"]) >= 200
    assert {one["expect"][1] for one in VECTOR["cases"]} == {reason.value for reason in Reason}


@pytest.mark.parametrize("one", VECTOR["cases"], ids=lambda one: one["name"])
def test_the_server_decides(one):
    assert decided(decision, one) == one["expect"]


@pytest.mark.parametrize("one", VECTOR["twice"], ids=lambda one: one["name"])
def test_the_server_sees_who_came_in_twice(one):
    scans = [
        PastScan(key, 7, 1, instant(at), Verdict.GREEN, Reason.FIRST_TIME, 1, Direction(way))
        for at, way, key in one["passes"]
    ]
    found = clashes(scans, {1: rule_of(VECTOR["base"]["checkpoint"] | one.get("checkpoint", {}))})
    assert [[scan.client_id for scan in clash.scans] for clash in found] == one["expect"]


def test_the_phone_decides_alike():
    assert run_script([SCRIPT]) == {str(SCRIPT): []}


def test_every_part_of_the_servers_rule_matters():
    """Whatever is changed in the rule, at least one case notices."""
    idle = [name for name, module in mutants() if not any(map(wrong_in(module), VECTOR["cases"]))]
    assert idle == []


def test_every_part_of_the_phones_rule_matters(tmp_path):
    made = dict(script_mutants(tmp_path))
    wrong = run_script(list(made))
    assert len(made) > 50
    assert [made[Path(name)] for name, failed in wrong.items() if not failed] == []


def decided(module: Any, one: dict[str, Any]) -> list[str | None]:
    """Return what a rule says of a case."""
    base = VECTOR["base"]
    place, tried = (
        base["checkpoint"] | one.get("checkpoint", {}),
        base["attempt"] | one.get("attempt", {}),
    )
    reading = base["reading"] | one.get("reading", {})
    said = module.decide(
        Reading(None, reading["epoch"], reading["refusal"] and Reason(reading["refusal"])),
        ticket_of(base["ticket"], one.get("ticket", {})),
        rule_of(place),
        [Pass(instant(at), key, Direction(way)) for at, way, key in one.get("passes", [])],
        Attempt(instant(tried["at"]), Direction(tried["direction"]), tried["inside"]),
    )
    return [said.verdict.value, said.reason.value, said.previous and said.previous.client_id]


def rule_of(place: dict[str, Any]) -> EntryRule:
    hours = clocks.Hours(instant(place["opens_at"]), instant(place["closes_at"]), place["zone"])
    return EntryRule(
        hours,
        Entries(place["entries"]),
        place["has_exit"],
        place["capacity"],
        frozenset(place["ticket_types"]),
        frozenset(place["add_ons"]),
    )


def ticket_of(base: dict[str, Any], own: dict[str, Any] | None) -> KnownTicket | None:
    if own is None:
        return None
    said = base | own
    first, last = (said[key] and date.fromisoformat(said[key]) for key in ("first_day", "last_day"))
    return KnownTicket(
        7,
        said["epoch"],
        TicketState(said["state"]),
        clocks.Days(first, last),
        said["ticket_type"],
        frozenset(said["add_ons"]),
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def wrong_in(module: Any) -> Callable[[dict[str, Any]], bool]:
    """Return a check whether a rule decides a case otherwise, or not at all."""

    def is_wrong(one: dict[str, Any]) -> bool:
        try:
            return decided(module, one) != one["expect"]
        except Exception:  # noqa: BLE001 - a rule that falls over is noticed, too
            return True

    return is_wrong


def mutants() -> Iterator[tuple[str, Any]]:
    """Yield copies of the rule with one thing changed in each."""
    tree = ast.parse(PYTHON.read_text("utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for change in changes(node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[number]
            change(target)
            yield f"line {getattr(node, 'lineno', '?')}: {ast.unparse(target)}", built(changed)


def changes(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    """Yield what could be written otherwise in one place of the rule."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield lambda one: one.ops.__setitem__(0, SWAPS[type(one.ops[0])]())
    if isinstance(node, ast.BoolOp):
        yield lambda one: setattr(one, "op", SWAPS[type(one.op)]())
    if isinstance(node, ast.If | ast.IfExp):
        yield lambda one: setattr(one, "test", ast.UnaryOp(ast.Not(), one.test))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        words = {"Reason": Reason, "Verdict": Verdict}.get(node.value.id)
        if words is not None:
            other = next(word.name for word in words if word.name != node.attr)
            yield lambda one: setattr(one, "attr", other)


def built(tree: ast.Module) -> Any:
    module = ModuleType("changed")
    # The real rule's classes are those that cases are made of.
    kept = [one for one in tree.body if not isinstance(one, ast.ClassDef | ast.Expr)]
    vars(module).update(vars(decision))
    code = ast.fix_missing_locations(ast.Module(kept, []))
    exec(compile(code, "changed", "exec"), vars(module))
    return module


def script_mutants(folder: Path) -> Iterator[tuple[Path, str]]:
    """Write copies of the phone's rule with one thing changed in each."""
    text = SCRIPT.read_text("utf-8")
    start = text.index("// `reading`")
    found = [
        (one.start(), one.group(), new)
        for old, new in SCRIPT_SWAPS.items()
        for one in re.finditer(re.escape(old), text)
    ]
    found += [(one.start(), one.group(), '"other"') for one in re.finditer(r'"\w+"', text)]
    for number, (place, old, new) in enumerate(sorted(found)):
        is_idle = text.startswith(SAME, place - len("one.client_id")) and old == " < "
        if old in EQUAL or is_idle or (place < start and not old.startswith('"')):
            continue
        file = folder / f"{number}.mjs"
        file.write_text(text[:place] + new + text[place + len(old) :], "utf-8")
        yield file, f"line {text.count(chr(10), 0, place) + 1}: {old.strip()} for {new.strip()}"


def run_script(files: list[Path]) -> dict[str, list[str]]:
    """Return for each copy the cases that it decides otherwise."""
    command = [find_node()[0], str(HARNESS), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found
