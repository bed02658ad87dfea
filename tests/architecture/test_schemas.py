"""What forms take is limited before it reaches a service: numbers fit into the database."""

from collections.abc import Iterator

from marshmallow import Schema, fields, validate

from app.checkin.schemas import IncomingScanSchema, ScanBatchSchema
from app.web.forms import Form

# No forms, but what devices send.
SENT_BY_DEVICES = (IncomingScanSchema, ScanBatchSchema)


def test_every_whole_number_that_is_taken_has_limits(app):
    unlimited = sorted(
        f"{schema.__name__}.{name}"
        for schema in taken()
        for name, field in schema().fields.items()
        if isinstance(field, fields.Integer) and not has_limits(field)
    )
    assert unlimited == []


def taken() -> Iterator[type[Schema]]:
    yield from SENT_BY_DEVICES
    yield from forms_under(Form)


def forms_under(parent: type[Schema]) -> Iterator[type[Schema]]:
    for form in parent.__subclasses__():
        if form.__module__.startswith("app."):
            yield form
        yield from forms_under(form)


def has_limits(field: fields.Integer) -> bool:
    ranges = [rule for rule in field.validators if isinstance(rule, validate.Range)]
    return any(rule.min is not None and rule.max is not None for rule in ranges)
