"""What the pages of the editor send."""

from collections.abc import Iterator
from typing import Any

from app.challenges.pages.form import editor_values
from app.challenges.rules.steps import FIELDS, Step


def step_fields(challenge: Any, step: str, **changes: Any) -> dict[str, Any]:
    """Return what the form of a step sends for a challenge as it stands."""
    values = editor_values(challenge)
    sent = {name: value for name in FIELDS[Step(step)] for name, value in _flat(name, values[name])}
    return {"version": values["version"]} | sent | changes


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Name the fields of rows as a form does; ticked boxes are sent as they are."""
    rows = isinstance(value, list) and value and isinstance(value[0], dict)
    places = rows or name == "nace" or name.endswith("-levels")
    if places:
        for number, one in enumerate(value):
            yield from _flat(f"{name}-{number}", one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _flat(f"{name}-{key}", one)
    elif value is not None:
        yield name, value
