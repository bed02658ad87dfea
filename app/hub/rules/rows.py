"""Rows of tables as JSON, and back to what the columns hold."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def freeze(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's values as JSON has them; identifiers as text, which no reader rounds."""
    return {name: _freeze(value) for name, value in row.items()}


def _freeze(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return value
    return str(value)


def thaw(row: Mapping[str, Any], kinds: Mapping[str, type]) -> dict[str, Any]:
    """Return a frozen row with the kinds of its columns; ValueError where a value is of none."""
    return {name: None if row[name] is None else _thaw(row[name], kinds[name]) for name in row}


def _thaw(value: Any, kind: type) -> Any:
    if kind is bool:
        return bool(value)
    if kind is bytes:
        return b64decode(value, validate=True)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)
