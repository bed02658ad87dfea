"""What a well-meant request sends: made from the schemas, and corrected where they do not say."""

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask
from marshmallow import Schema, fields, validate
from PIL import Image

from app.web.fields import LocalDateTime, MoneyMinor
from app.web.forms import Form, Id
from challenges.brief import library, write_brief
from tests.pages.sending import RIGHT

# What no schema tells: texts of a certain form, times in order, whole numbers with a meaning.
MEANT_WELL = RIGHT | {
    "on_sale_until": "2031-05-05T11:00",
    "addresses": "guest@example.org",
    "organisation": "Wisła",
    "founded_year": "2001",
    "accounting_year": "2024",
    "comment": "Because",
    "until": "2031-05-05",
    "code": "0000-0000",
    "value": "1",
    "zone": "Europe/Berlin",
    "toml": write_brief(library()[0]),
}
# Fields that mean another thing of the side than what is called like them.
OTHERWISE = {"keep": "organisation_id", "ticket_type": "ticket_type_id", "ticket_ids": "ticket_id"}
OTHERWISE |= {"ticket": "ticket_id", "printer": "printer_id", "gate": "gate_id", "hub": "hub_id"}
OTHERWISE |= {"question": "question_id", "organisation": "lead_organisation_id"}
# Where a file is no picture.
LISTS = {
    "imports-api.upload_list": (b"Organisation,E-mail,Title\nA,a@b.lt,B\n", "a.csv"),
    "registrations-api.upload_list": (b"Name,E-mail,Company\nA,a@b.lt,B\n", "a.csv"),
}
# What one endpoint needs otherwise; None leaves a field out.
BODIES: dict[str, dict[str, Any]] = {
    "badges.ask_print": {"reason": None},
    "documents.ask_access": {"organisation_id": None},
    "documents-api.ask_access": {"organisation_id": None},
    "events-api.change_event": {"slug": None},
    "challenges.move_challenge": {"to": "move_to"},
    "challenges.clone_event": {"source": "slug"},
    "challenges-api.clone_event": {"source": "slug"},
    "identity.organisation": {"kind": None},
    "identity-api.change_organisation": {"kind": None},
    "tickets.copy_questions": {"source": "slug"},
    "tickets-api.add_question": {"condition": None, "translations": None},
    "tickets-api.edit_question": {"condition": None, "translations": None},
    "checkin-api.add_walk_in": {"answers": None},
    "hub-api.send_scans": {"event": "hub_event_id", "devices": None},
    "privacy.keep": {"table": "kept_table"},
    "privacy-api.change_rule": {"table": "kept_table"},
    "identity-api.ask_cluster": {"cluster_id": "other_organisation_id"},
    "identity-api.invite_organisation": {"organisation_id": "other_organisation_id"},
}


def form_of(endpoint: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of every field that any form has."""
    values = {name: MEANT_WELL.get(name.rpartition("-")[2], text) for name, text in _fields()}
    known = {key: str(found) for key in values if (found := _known(key, names)) is not None}
    return corrected(endpoint, values | known, names)


def corrected(endpoint: str, values: dict[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as an endpoint needs them."""
    more = {key: names.get(value) for key, value in BODIES.get(endpoint, {}).items()}
    return {key: value for key, value in (values | more).items() if value is not None}


def _known(name: str, names: Mapping[str, Any]) -> Any:
    """Return what a side has for a field of this name."""
    return names.get(OTHERWISE.get(name, name))


@lru_cache(maxsize=1)
def _fields() -> tuple[tuple[str, str], ...]:
    found = dict(_form_fields(Form))
    return tuple(sorted((name, str(value or "")) for name, value in found.items()))


def _form_fields(schema: Any) -> Iterator[tuple[str, Any]]:
    for kind in schema.__subclasses__():
        if kind.__module__.startswith("app."):
            yield from _flat(kind(), "")
        yield from _form_fields(kind)


def _flat(schema: Schema, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, field in schema.load_fields.items():
        if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
            yield from _flat(field.inner.schema, f"{prefix}{name}-0-")
        else:
            inner = field.inner if isinstance(field, fields.List) else field
            yield f"{prefix}{name}", _value(name, inner, {})


def body_of(app: Flask, endpoint: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program sends to an endpoint, as arguments of the test client."""
    documented = getattr(app.view_functions[endpoint], "_apidoc", {}).get("arguments", {})
    sent: dict[str, Any] = {}
    for argument in documented.get("parameters", ()):
        schema = argument["schema"]
        made = schema() if isinstance(schema, type) else schema
        if argument["in"] == "json":
            sent["json"] = corrected(endpoint, _example(made, names), names)
        if argument["in"] == "query":
            whole = _example(made, names)
            sent["query_string"] = {k: v for k, v in whole.items() if made.fields[k].required}
        if argument["in"] == "files":
            data, called = LISTS.get(endpoint, (picture(), "a.png"))
            sent["data"] = {name: (io.BytesIO(data), called) for name in made.fields}
    return sent or {"json": {}}


@lru_cache(maxsize=1)
def picture() -> bytes:
    """Return a small picture."""
    written = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(written, "PNG")
    return written.getvalue()


def _example(schema: Schema, names: Mapping[str, Any]) -> dict[str, Any]:
    values = {
        field.data_key or name: _value(field.data_key or name, field, names)
        for name, field in schema.load_fields.items()
    }
    return {key: value for key, value in values.items() if value is not None}


def _value(name: str, field: Any, names: Mapping[str, Any]) -> Any:
    if (known := _known(name, names)) is not None:
        return [known] if isinstance(field, fields.List) else known
    if isinstance(field, fields.Nested):
        found = _example(field.schema, names)
        return [found] if field.many or field.schema.many else found
    if isinstance(field, fields.List):
        inner = _value(name, field.inner, names)
        return None if inner is None else [inner]
    if choices := _choices(field):
        return MEANT_WELL[name] if MEANT_WELL.get(name) in choices else choices[0]
    return _plain(name, field)


def _choices(field: Any) -> list[str]:
    if isinstance(field, fields.Enum):
        return [str(one.value) for one in field.enum]
    limits = [rule for rule in field.validators if isinstance(rule, validate.OneOf)]
    return [str(one) for rule in limits for one in rule.choices]


_PLAIN: tuple[tuple[Any, Any], ...] = (
    (fields.Boolean, True),
    ((fields.Integer, MoneyMinor), 1),
    ((LocalDateTime, fields.DateTime), "2031-05-05T10:00"),
    (fields.Date, "2031-06-01"),
    (fields.Dict, {}),
    (Id, None),
)


def _plain(name: str, field: Any) -> Any:
    for kinds, example in _PLAIN:
        if isinstance(field, kinds):
            known = MEANT_WELL.get(name, example)
            if isinstance(example, int) and example is not True:
                return int(known) if str(known).isdigit() else example
            return known
    return MEANT_WELL.get(name, "Text" if field.required else None)
