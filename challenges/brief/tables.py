"""Reading one TOML table key by key, with a finding for everything that does not fit."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from challenges.brief.toml_text import KeyLines
from challenges.criteria import KEY
from challenges.findings import Finding

SLUG = re.compile(r"[a-z]+/(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
ADDRESS = re.compile(r"(?=.{3,254}$)[^@\s<>\"\\]+@[^@\s<>\"\\]+\.[^@\s<>\"\\.]+")
NACE = re.compile(r"[A-V]|[0-9]{2}(\.[0-9]{1,2})?")
PLAIN_KEY = re.compile(r"[\w-]{1,60}", re.ASCII)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

T = TypeVar("T")


@dataclass(slots=True)
class Report:
    """The findings so far, each with its line."""

    lines: KeyLines
    findings: list[Finding] = field(default_factory=list)

    def add(self, path: str, code: str, message: str) -> None:
        """Note one finding at a path."""
        self.findings.append(Finding(path, self.lines.line_of(path), code, message))


@dataclass(slots=True)
class Table:
    """One TOML table, read key by key; what is never asked for is unknown."""

    values: Mapping[str, Any]
    path: str
    report: Report
    asked: set[str] = field(default_factory=set)

    def get(self, key: str, kind: type[T], default: T, *, optional: bool = False) -> T | None:
        """Return a value of the right type; else note why not and return None."""
        self.asked.add(key)
        if key not in self.values:
            if optional:
                return default
            self.note(key, "missing", f"the key {key!r} is missing")
        elif type(self.values[key]) is kind:
            value: T = self.values[key]
            return value
        else:
            self.note(key, "wrong_type", f"must be {NAMES[kind]}")
        return None

    def note(self, key: str, code: str, message: str) -> None:
        """Note a finding at a key of this table."""
        self.report.add(f"{self.path}{key}", code, message)

    def text(self, key: str, limit: int, *, optional: bool = False, empty: bool = False) -> str:
        """Return a text of one or more lines, without white space at its ends."""
        text = self.get(key, str, "", optional=optional)
        if text is None:
            return ""
        return self._checked(key, text.strip(), limit, empty=empty or optional)

    def line(self, key: str, limit: int) -> str:
        """Return a text of one line."""
        text = self.text(key, limit)
        if "\n" in text:
            self.note(key, "many_lines", "must be one line")
        return text

    def word(
        self, key: str, allowed: re.Pattern[str] | Collection[str], *, optional: bool = False
    ) -> str:
        """Return a word that matches a pattern or is one of a list; optional ones may be empty."""
        word = self.get(key, str, "", optional=optional)
        if word == "" and optional:
            return ""
        if word is not None and not _is_allowed(word, allowed):
            self.note(key, "bad_word", _expected(allowed))
        return word or ""

    def number(self, key: str, low: int, high: int) -> int:
        """Return a whole number within bounds."""
        number = self.get(key, int, 0)
        if number is not None and not low <= number <= high:
            self.note(key, "out_of_range", f"must be from {low} to {high}")
        return low if number is None else number

    def words(
        self, key: str, allowed: re.Pattern[str] | Collection[str], *, optional: bool = True
    ) -> tuple[str, ...]:
        """Return a list of different words that match a pattern or are of a list."""
        found = self._items(key, str, optional=optional)
        for position, word in enumerate(found):
            if not _is_allowed(word, allowed):
                self.note(f"{key}[{position}]", "bad_word", _expected(allowed))
        self._refuse_twice(key, found)
        return found

    def texts(self, key: str, limit: int, *, optional: bool = True) -> tuple[str, ...]:
        """Return a list of one-line texts."""
        found = tuple(text.strip() for text in self._items(key, str, optional=optional))
        for position, text in enumerate(found):
            item = f"{key}[{position}]"
            self._checked(item, text, limit, empty=False)
            if "\n" in text:
                self.note(item, "many_lines", "must be one line")
        self._refuse_twice(key, found)
        return found

    def numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Return a list of different whole numbers within bounds."""
        found = self._items(key, int, optional=True)
        for position, number in enumerate(found):
            if not low <= number <= high:
                self.note(f"{key}[{position}]", "out_of_range", f"must be from {low} to {high}")
        self._refuse_twice(key, found)
        return found

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """Return a table inside this one; an empty one that notes nothing when it is absent."""
        values = self.get(key, dict, {}, optional=optional)
        report = self.report if values is not None else Report(KeyLines())
        return Table(values or {}, f"{self.path}{key}.", report)

    def tables(self, key: str, limit: int, *, optional: bool = False) -> list["Table"]:
        """Return the tables of a list, of which an optional one may be empty."""
        found = self._items(key, dict, optional=optional)
        least = 0 if optional else 1
        if key in self.values and not least <= len(found) <= limit:
            self.note(key, "count", f"there must be {least} to {limit} [[{key}]] tables")
        return [
            Table(values, f"{self.path}{key}[{position}].", self.report)
            for position, values in enumerate(found[:limit])
        ]

    def close(self) -> None:
        """Note every key that nothing asked for."""
        for key in self.values:
            if key not in self.asked:
                shown = key if PLAIN_KEY.fullmatch(key) else ascii(key)[:60]
                self.note(shown, "unknown_key", f"the key {shown!r} is unknown here")

    def _items(self, key: str, kind: type[T], *, optional: bool) -> tuple[T, ...]:
        items = self.get(key, list, [], optional=optional) or []
        for position, item in enumerate(items):
            if type(item) is not kind:
                self.note(f"{key}[{position}]", "wrong_type", f"must be {NAMES[kind]}")
        return tuple(item for item in items if type(item) is kind)

    def _refuse_twice(self, key: str, found: Collection[object]) -> None:
        if len(set(found)) != len(found):
            self.note(key, "twice", "holds an entry twice")

    def _checked(self, key: str, text: str, limit: int, *, empty: bool) -> str:
        if not text and not empty:
            self.note(key, "empty", "must not be empty")
        if len(text) > limit:
            self.note(key, "too_long", f"has {len(text)} characters; at most {limit} are allowed")
        if FORBIDDEN.search(text):
            self.note(key, "bad_character", "holds a control character")
        return text


NAMES: dict[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    list: "a list in brackets",
    dict: "a table",
}


def _is_allowed(word: str, allowed: re.Pattern[str] | Collection[str]) -> bool:
    if isinstance(allowed, re.Pattern):
        return allowed.fullmatch(word) is not None
    return word in allowed


def _expected(allowed: re.Pattern[str] | Collection[str]) -> str:
    if isinstance(allowed, re.Pattern):
        return EXPECTED[allowed]
    return "must be one of " + ", ".join(allowed)


EXPECTED = {
    SLUG: "must be theme/slug in small letters, digits and single hyphens",
    LANGUAGE: "must be a language such as en or pt-BR",
    COUNTRY: "must be a country code of two capital letters",
    CURRENCY: "must be a currency code of three capital letters",
    NACE: "must be a NACE code such as C, 22, 22.2 or 22.29",
    ADDRESS: "must be one e-mail address",
    KEY: "must be a small letter, then small letters, digits or _, at most 40",
}
