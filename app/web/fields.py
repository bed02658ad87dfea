"""Fields that several features read: local times, slugs, countries, zones, amounts, texts."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from marshmallow import ValidationError, fields, validate

from app.core.times import to_local

MAX_COUNT = 1_000_000
MAX_MINOR = 10**14
MAX_RATE = 10_000  # a hundred per cent
_AREAS = (
    "Europe/",
    "Atlantic/",
    "Africa/",
    "America/",
    "Asia/",
    "Australia/",
    "Indian/",
    "Pacific/",
)
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_NO_TERRITORY = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


class Text(fields.String):
    """A text of limited length; required ones hold at least one letter."""

    def __init__(self, longest: int, **more: Any) -> None:
        self.longest = longest
        more.setdefault("allow_none", not more.get("required", False))
        rule = validate.Length(max=longest, error=_("At most {max} characters."))
        super().__init__(validate=[rule, *more.pop("rules", ())], **more)


class MarkdownText(Text):
    """A long text in Markdown."""

    def __init__(self, longest: int = 20_000, **more: Any) -> None:
        super().__init__(longest, **more)


class LocalDateTime(fields.Field[datetime]):
    """A time as `datetime-local` sends it, in the event's zone, or an instant with an offset.

    What it gives goes through `app.core.times.to_instant`, once the zone is known.
    """

    default_error_messages = {"invalid": _("Write a date and a time, such as 2026-11-21 14:30.")}
    described_as = {"type": "string", "examples": ["2026-11-21T14:30", "2026-11-21T13:30Z"]}

    def _serialize(self, value: Any, *_a: Any, **_k: Any) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, *_a: Any, **_k: Any) -> datetime:
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError as error:
            raise self.make_error("invalid") from error
        if not 1990 <= found.year <= 2199:  # noqa: PLR2004 - nobody plans a Day outside of this
            raise self.make_error("invalid")
        return found.replace(second=0, microsecond=0)


class MoneyMinor(fields.Field[int]):
    """An amount: people write "12,500.50", programs send minor units as a whole number."""

    default_error_messages = {"invalid": _("Write an amount, such as 12,500.50.")}
    described_as = {"type": ["integer", "string", "null"], "examples": [1250050]}

    def _serialize(self, value: Any, *_a: Any, **_k: Any) -> int | None:
        return None if value is None else int(value)

    def _deserialize(self, value: Any, *_a: Any, **_k: Any) -> int:
        minor = value if type(value) is int else read_money(str(value))
        if minor is None or not 0 <= minor <= MAX_MINOR:
            raise self.make_error("invalid")
        return int(minor)


class VatRate(fields.Field[int]):
    """A rate of VAT: people write "19" or "8.1" per cent, programs send hundredths of one."""

    default_error_messages = {"invalid": _("Write a rate in per cent, such as 19 or 8.1.")}
    described_as = {"type": ["integer", "string"], "examples": [1900]}

    def _serialize(self, value: Any, *_a: Any, **_k: Any) -> int | None:
        return None if value is None else int(value)

    def _deserialize(self, value: Any, *_a: Any, **_k: Any) -> int:
        rate = value if type(value) is int else read_money(str(value).removesuffix("%"))
        if rate is None or not 0 <= rate <= MAX_RATE:
            raise self.make_error("invalid")
        return int(rate)


def read_money(text: str) -> int | None:
    """Return minor units, whichever way the reader parts thousands and cents; None if unclear."""
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,12})(?:([.,])(\d{1,2}))?", bare)
    if found is None:
        return None
    whole, mark, cents = found.groups()
    if mark and mark in whole:
        return None
    return int(re.sub(r"[.,]", "", whole)) * 100 + int((cents or "0").ljust(2, "0"))


def money_text(minor: int | None) -> str | None:
    """Return minor units as a person would type them into a form."""
    return None if minor is None else f"{minor // 100}.{minor % 100:02d}"


def Slug(**more: Any) -> Text:  # noqa: N802 - reads as the field it makes
    """Return a field for the last part of an address."""
    words = _("Use small letters a to z, digits and single hyphens.")
    return Text(80, rules=[validate.Regexp(f"{_SLUG}\\Z", error=words)], **more)


def Country(**more: Any) -> Text:  # noqa: N802 - as above
    """Return a field for a country by its ISO code."""
    return Text(2, rules=[_is_country], **more)


def Timezone(**more: Any) -> Text:  # noqa: N802 - as above
    """Return a field for an IANA time zone."""
    return Text(60, rules=[_is_zone], **more)


def Choice(kind: Any, **more: Any) -> fields.Enum[Any]:  # noqa: N802 - as above
    """Return a field for one value of an enumeration."""
    more.setdefault("allow_none", not more.get("required", False))
    return fields.Enum(kind, by_value=True, error_messages={"unknown": _("Choose one.")}, **more)


def Count(lowest: int = 0, highest: int = MAX_COUNT, **more: Any) -> fields.Integer:  # noqa: N802
    """Return a field for a whole number within limits."""
    words = _("A whole number from %(low)s to %(high)s.", low=lowest, high=highest)
    more.setdefault("error_messages", {"invalid": words})
    more.setdefault("allow_none", not more.get("required", False))
    return fields.Integer(validate=validate.Range(lowest, highest, error=words), **more)


def Version(**more: Any) -> fields.Integer:  # noqa: N802 - reads as the field it makes
    """Return a field for the version of a record that was read, 0 for one not yet kept."""
    return Count(**more)


def local_input(instant: datetime | None, zone: str) -> str | None:
    """Return an instant as the value of a `datetime-local` input in a zone."""
    return None if instant is None else f"{to_local(instant, zone):%Y-%m-%dT%H:%M}"


def countries() -> tuple[tuple[str, str], ...]:
    """Return code and name of every country, sorted by name in the reader's language."""
    return tuple(_names_of_countries(_language()).items())


def country_name(code: str | None) -> str:
    """Return a country's name in the reader's language; the code where it has none."""
    return _names_of_countries(_language()).get(code or "", code or "–")


def timezones() -> tuple[tuple[str, str], ...]:
    """Return the time zones to choose from, Europe's first."""
    return _zones()


def _language() -> str:
    return str(get_locale() or "en")


@lru_cache(maxsize=16)
def _names_of_countries(language: str) -> dict[str, str]:
    names: dict[str, str] = dict(Locale.parse(language).territories)
    found = [(code, names[code]) for code in names if _is_iso(code)]
    return dict(sorted(found, key=lambda pair: pair[1].casefold()))


def _is_iso(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NO_TERRITORY  # noqa: PLR2004 - ISO


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[str, str], ...]:
    names = sorted(available_timezones())
    chosen = [name for area in _AREAS for name in names if name.startswith(area)]
    return tuple((name, name.replace("_", " ")) for name in (*chosen, "UTC"))


def _is_country(value: str | None) -> None:
    if value is not None and value not in _names_of_countries("en"):
        raise ValidationError(gettext("Choose a country from the list."))


def _is_zone(value: str | None) -> None:
    if value is not None and value not in dict(_zones()):
        raise ValidationError(gettext("Choose a time zone from the list."))
