"""What people and programs send and get about vouchers."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validate

from app.core.errors import Invalid
from app.core.times import with_instants
from app.tickets.rules.vouchers import LEAST_LETTERS, MOST_LETTERS, Effect, domains_in
from app.tickets.schemas import MOST_PLACES, MOST_PRICE, TicketTypeOut
from app.web.fields import Choice, Count, LocalDateTime, MoneyMinor, Text, VatRate
from app.web.forms import Form, Id
from app.web.paging import PageQuery

MOST_MADE = 500
VALID = ("valid_from", "valid_until")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\Z")


def _check_domains(text: str | None) -> None:
    if not all(_DOMAIN.match(_ascii(one)) for one in domains_in(text or "")):
        raise ValidationError(gettext("Write domains such as example.org, with commas between."))


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""


class CodeForm(Form):
    """The code that somebody brings to the registration."""

    access_code = Text(MOST_LETTERS, required=True)


class VoucherForm(Form):
    """A voucher as its organiser describes it; local times are those of the event."""

    code = Text(
        MOST_LETTERS,
        rules=[validate.Length(min=LEAST_LETTERS, error=_("At least {min} characters."))],
    )
    effect = Choice(Effect, load_default=Effect.FREE)
    percent = VatRate(allow_none=True)
    amount = MoneyMinor(allow_none=True, validate=validate.Range(0, MOST_PRICE))
    times = Count(1, MOST_PLACES, load_default=1)
    ticket_types = fields.List(Id(), validate=validate.Length(max=50))
    valid_from = LocalDateTime(allow_none=True)
    valid_until = LocalDateTime(allow_none=True)
    domains = Text(500, rules=[_check_domains])
    reserved = Count(0, MOST_PLACES, load_default=0)
    reserved_type_id = Id(data_key="reserved_type", allow_none=True)
    note = Text(200)


class NewVoucherForm(VoucherForm):
    """Vouchers to be made: one with a chosen code, or some with codes of ours."""

    count = Count(1, MOST_MADE, load_default=1)


def voucher_in(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return what was sent as the columns of a voucher; what was left out stays."""
    found = with_instants(data, zone, VALID)
    percent, amount = found.pop("percent", None), found.pop("amount", None)
    if "effect" in found:
        found["effect"] = found["effect"] or Effect.FREE
        found["value"] = _value(found["effect"], percent, amount)
    elif percent is not None or amount is not None:
        raise Invalid("effect_needed", field="effect")
    for name, empty in (("domains", ""), ("note", ""), ("reserved", 0), ("times", 1)):
        if name in found:
            found[name] = found[name] or empty
    if not found.get("code", True):
        del found["code"]
    return found


def _value(effect: Effect, percent: int | None, amount: int | None) -> int:
    """Return by how much, or to what, a voucher changes a price."""
    if effect in (Effect.FREE, Effect.LISTED):
        return 0
    field, said = ("percent", percent) if effect is Effect.PERCENT else ("amount", amount)
    if said is None:
        raise Invalid("value_needed", field=field)
    return said


class VoucherOut(Schema):
    """A voucher; the value is in hundredths of a per cent, or in minor units."""

    id = Id()
    code = fields.String()
    effect = fields.String()
    value = fields.Integer()
    times = fields.Integer()
    used = fields.Integer()
    ticket_types = fields.List(fields.Pluck(TicketTypeOut, "id"))
    valid_from = fields.AwareDateTime(format="iso", allow_none=True)
    valid_until = fields.AwareDateTime(format="iso", allow_none=True)
    domains = fields.String()
    reserved = fields.Integer()
    reserved_type = Id(attribute="reserved_type_id", allow_none=True)
    note = fields.String()
    created_at = fields.AwareDateTime(format="iso")


class VoucherQuery(PageQuery):
    """Which vouchers of an event."""

    text = Text(200)


class VoucherPage(Schema):
    """One page of vouchers."""

    items = fields.List(fields.Nested(VoucherOut))
    next_cursor = fields.String(allow_none=True)
