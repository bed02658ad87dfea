"""One text per value, so that a value has one digest.

Method: JSON with sorted keys, no spaces, UTF-8 and no floats; fractions, decimals, days and
instants become strings. Source: the idea of RFC 8785, without its number formatting. Keys sort
by code point. Cost: linear, plus the sorting of keys.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical text of a value, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def canonical_json(value: object) -> str:
    """Return the canonical text of a value made of plain values and dataclasses."""
    plain = to_plain(value)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def to_plain(value: object) -> object:
    """Return a value as dicts, lists, texts, whole numbers, booleans and None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return [to_plain(item) for item in sorted(value, key=canonical_json)]
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> str | int | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    return _number_or_time(value)


def _key(key: object) -> str:
    if isinstance(key, str):
        return str(key)
    message = f"a canonical key is a text, not {type(key).__name__}"
    raise TypeError(message)


def _number_or_time(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)
