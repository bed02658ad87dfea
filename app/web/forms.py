"""One way to take a form: a schema, a use case, and the same page again when it does not go.

The schema serves the API too; only the reading differs.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count, takewhile
from typing import Any, TypeVar

from flask import render_template, request
from flask_babel import gettext, lazy_gettext
from marshmallow import EXCLUDE, Schema, ValidationError, fields, missing, pre_load
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.core.errors import Conflict, DomainError, Invalid, RateLimited
from app.core.ids import decode_id, encode_id
from app.core.text import is_storable
from app.core.uow import in_unit_of_work
from app.web.words import words_for

T = TypeVar("T")
Page = str | tuple[str, int] | Response  # what a route of a page returns
FORM_KEY = ""  # errors that belong to no field

# marshmallow's own words speak of fields and data.
fields.Field.default_error_messages = {
    "required": lazy_gettext("Fill this in."),
    "null": lazy_gettext("Fill this in."),
    "validator_failed": lazy_gettext("This does not fit here."),
}


class Id(fields.Field[int]):
    """An id: thirteen letters outside, a number inside."""

    default_error_messages = {"invalid": "Not an id."}

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else encode_id(value)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        try:
            return decode_id(str(value))
        except ValueError as error:
            raise self.make_error("invalid") from error


class Form(Schema):
    """The base of schemas that read what people and programs send.

    Texts are stripped; from a page an empty text means "not given", and fields of no interest,
    such as the CSRF token, are left out. A program's unknown fields are refused.
    """

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        """Strip texts, refuse those that PostgreSQL cannot store, leave defaults their place."""
        tidied = _tidy(data)
        if not isinstance(tidied, Mapping):
            return tidied
        return {k: v for k, v in tidied.items() if v is not None or not self._has_default(k)}

    def _has_default(self, key: str) -> bool:
        field = self.load_fields.get(key)
        return field is not None and field.load_default not in (None, missing)


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _tidy(item) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    if not is_storable(value):
        raise ValidationError(gettext("Contains a character that cannot be stored."))
    return value.strip().replace("\r\n", "\n") or None


class PageForm:
    """A form on a page: what was typed, what is wrong with it, and how to show it again.

    `only` names the fields of the schema that this page asks for, where it does not ask for all.
    """

    def __init__(
        self,
        schema: type[Schema],
        start: Mapping[str, Any] | None = None,
        *,
        only: Sequence[str] | None = None,
    ) -> None:
        self.schema = schema(unknown=EXCLUDE, only=only)
        names = [field.data_key or name for name, field in self.schema.load_fields.items()]
        self.values: dict[str, Any] = dict.fromkeys(names) | dict(start or {})
        self.errors: dict[str, list[str]] = {}
        self.status = 200

    def submit(self, use_case: Callable[[dict[str, Any]], T]) -> T | None:
        """On POST read the form and run the use case in a unit of work; None if it did not go."""
        data = self.read()
        return None if data is None else self.run(lambda: use_case(data))

    def read(self) -> dict[str, Any] | None:
        """On POST read the form; None, with the errors noted, if it does not hold."""
        if request.method != "POST":
            return None
        sent = form_values(self.schema, request.form)
        self.values = self.values | sent
        try:
            return dict(self.schema.load(sent))
        except ValidationError as error:
            self.errors, self.status = _flatten(error.normalized_messages()), 422
        except Invalid as error:
            self.fail(error)
        return None

    def run(self, use_case: Callable[[], T]) -> T | None:
        """Run a use case in a unit of work; None, with the reason noted, if it was refused."""
        try:
            return in_unit_of_work(use_case)
        except (Invalid, Conflict, RateLimited) as error:
            self.fail(error)
        return None

    def fail(self, error: DomainError) -> None:
        """Take an expected failure as a message at its field."""
        self.errors.setdefault(error.field or FORM_KEY, []).append(words_for(error))
        self.status = error.status

    def render(self, template: str, **context: Any) -> tuple[str, int]:
        """Render the page with this form in it, as `form`."""
        return render_template(template, form=self, **context), self.status


def form_values(schema: Schema, sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what a form sent for the schema's fields; lists for fields that are lists.

    `criteria-0-weight` is the field of a row, `levels-0` an entry of a list that keeps its places.
    """
    values: dict[str, Any] = {}
    for name, field in schema.load_fields.items():
        key = field.data_key or name
        if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
            values[key] = [form_values(field.inner.schema, row) for row in _rows(sent, key)]
        elif isinstance(field, fields.List) and f"{key}-0" in sent:
            values[key] = [sent[f"{key}-{n}"] for n in takewhile(_is_in(sent, key), count())]
        elif isinstance(field, fields.List):
            values[key] = [item for item in sent.getlist(key) if item.strip()]
        elif isinstance(field, fields.Boolean):
            values[key] = key in sent and sent[key] not in ("", "false", "0")
        elif key in sent and not isinstance(field, fields.Dict):  # a page cannot send a mapping
            values[key] = sent[key]
    return values


def _rows(sent: MultiDict[str, str], key: str) -> list[MultiDict[str, str]]:
    """Return the rows of a form's table, each with the names of its fields only."""
    rows: dict[int, MultiDict[str, str]] = {}
    for name, value in sent.items(multi=True):
        if found := re.fullmatch(rf"{re.escape(key)}-(\d{{1,3}})-(.+)", name):
            rows.setdefault(int(found[1]), MultiDict()).add(found[2], value)
    return [rows[number] for number in sorted(rows)]


def _is_in(sent: MultiDict[str, str], key: str) -> Callable[[int], bool]:
    return lambda n: f"{key}-{n}" in sent


def _flatten(messages: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Make marshmallow's nested messages flat: `criteria-0-weight` is a field of a page."""
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        name = f"{prefix}{key}" if key != "_schema" else (prefix.rstrip("-") or FORM_KEY)
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{name}-")
        else:
            found = value if isinstance(value, list) else [value]
            flat.setdefault(name, []).extend(str(item) for item in found)
    return flat
