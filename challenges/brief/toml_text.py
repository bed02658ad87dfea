"""TOML text in and out: parsing that never raises, the line of every key, and a small writer.

The standard library reads TOML but tells neither lines nor limits, and does not write it. Cost:
one pass of a regular expression that cannot backtrack far, then `tomllib`; a text of more than
64 KiB, or nested too deeply for any brief, is refused before it is parsed.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from challenges.findings import Finding

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8
LINE_LENGTH = 80

TOKEN = re.compile(
    r'''
      (?P<text>"""(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z) | \'\'\'.*?(?:'{3,5}|\Z)
              | "(?:\\.|[^"\\\n])*(?:"|\\?$) | '[^'\n]*(?:'|$) )
    | (?P<comment>\#[^\n]*)
    | (?P<word>[\w+-]+)
    | (?P<mark>[\[\]{}.,=\n])
    ''',
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
LONG_NUMBER = re.compile(r"[\d_]{4000}")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@dataclass(slots=True)
class KeyLines:
    """On which line each key path of a TOML text stands."""

    lines: dict[str, int] = field(default_factory=dict)
    depth: int = 0

    def line_of(self, path: str) -> int:
        """Return the line of a path, or of the nearest table or list around it."""
        while path and path not in self.lines:
            cut = max(path.rfind("."), path.rfind("["), 0)
            path = path[:cut]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, text or mark of TOML with its line."""

    kind: str
    value: str
    line: int


def parse_toml(text: str) -> tuple[dict[str, Any], KeyLines, tuple[Finding, ...]]:
    """Return the tables of a text and the lines of its keys, or the finding that stops reading."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if finding := _check_size(text):
        return {}, KeyLines(), (finding,)
    lines = find_lines(text)
    if lines.depth > MAX_DEPTH:
        return {}, lines, (Finding("", 1, "too_deep", "lists and tables are nested too deeply"),)
    try:
        return tomllib.loads(text), lines, ()
    except (ValueError, RecursionError) as error:
        return {}, lines, (_syntax_finding(str(error), text),)


def _check_size(text: str) -> Finding | None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        return Finding("", line, "not_utf8", "this text cannot be written as UTF-8")
    if size > MAX_BYTES:
        return Finding("", 1, "too_long", f"a brief has at most {MAX_BYTES} bytes, not {size}")
    return None


def _syntax_finding(message: str, text: str) -> Finding:
    if place := PLACE.search(message):
        line = int(place["line"] or text.count("\n") + 1)
        return Finding("", line, "bad_toml", PLACE.sub("", message).lower())
    # Python names no place for a number that is too long for it.
    digits = LONG_NUMBER.search(text)
    line = text.count("\n", 0, digits.start()) + 1 if digits else 1
    return Finding("", line, "bad_toml", "a number is too long")


def find_lines(text: str) -> KeyLines:
    """Return the line of every table and key, and how deeply the text nests."""
    found = KeyLines()
    counts: Counter[str] = Counter()
    prefix = ""
    for statement in _statements(_tokens(text), found):
        names = [_name(token) for token in statement if token.kind != "mark"]
        path = ".".join(names)
        marks = [token.value for token in statement[:2] if token.value == "["]
        if not marks:
            path = prefix + path
        elif len(marks) > 1:
            counts[path] += 1
            path = f"{path}[{counts[path] - 1}]"
        prefix = path + "." if marks else prefix
        found.lines.setdefault(path, statement[0].line)
        found.lines.setdefault(path.partition("[")[0], statement[0].line)
    return found


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind != "comment":
            yield Token(kind, match[0], line)
        line += match[0].count("\n")
    yield Token("mark", "\n", line)


def _statements(tokens: Iterator[Token], found: KeyLines) -> Iterator[list[Token]]:
    """Yield each table header, and each key up to its equals sign; note the deepest nesting."""
    head: list[Token] = []
    in_value = False
    depth = dots = 0
    for token in tokens:
        depth = max(depth + (token.value in "[{") - (token.value in "]}"), 0)
        dots = dots + 1 if token.value == "." else dots * (token.kind != "mark")
        found.depth = max(found.depth, depth, dots)
        if token.value == "\n" and depth == 0:
            if head:
                yield head
            head, in_value = [], False
        elif token.value == "=":
            in_value = True
        elif not in_value:
            head.append(token)


def _name(token: Token) -> str:
    return token.value.strip("\"'") if token.kind == "text" else token.value


def write_table(values: Mapping[str, object]) -> list[str]:
    """Return one `key = value` line, or several for long texts, per entry."""
    return [f"{key} = {_value(value)}" for key, value in values.items()]


def _value(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return _list([_value(item) for item in value])
    message = f"a brief holds no {type(value).__name__}"
    raise TypeError(message)


def _list(items: list[str]) -> str:
    joined = "[" + ", ".join(items) + "]"
    if len(joined) <= LINE_LENGTH:
        return joined
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _text(text: str) -> str:
    if "\n" not in text:
        return '"' + _escape(text) + '"'
    lines = [_escape(line) for line in text.split("\n")]
    return '"""\n' + "\n".join(lines) + '"""'


def _escape(text: str) -> str:
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if character < " " or character == "\x7f":
        return f"\\u{ord(character):04x}"
    return character
