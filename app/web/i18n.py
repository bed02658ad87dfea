"""Languages, and dates the way people read them, always with their zone."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.support import NullTranslations, Translations
from flask import Flask, request, session
from flask_babel import Babel, Domain, get_locale, gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.core.installation import site
from config import LANGUAGES

DAY = "d MMMM yyyy"
INSTANT = f"{DAY}, HH:mm"
MOST_TEXTS = 4096  # a page shows the same few dates again and again

LOCALES = {language: Locale.parse(language) for language in LANGUAGES}

babel = Babel()


def language_choices() -> list[tuple[str, str]]:
    """Return the languages to choose from, each in its own words."""
    return [(name, str(one.get_display_name()).capitalize()) for name, one in LOCALES.items()]


def is_language(code: str) -> bool:
    """Whether a code of two letters is a language's."""
    return len(code) == 2 and code in Locale.parse("en").languages  # noqa: PLR2004 - ISO 639-1


def language_name(code: str) -> str:
    """Return a language's name in the reader's language; the code where it has none."""
    return str((get_locale() or Locale.parse("en")).languages.get(code, code))


class Catalogues(Domain):
    """The translations of each language; finding them must be cheap, for every word asks."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[Locale | None, NullTranslations | Translations] = {}

    def get_translations(self) -> NullTranslations | Translations:
        """Return the translations for the reader."""
        locale = get_locale()
        if locale not in self._found:
            self._found[locale] = super().get_translations()
        return self._found[locale]


catalogues = Catalogues()


def install(app: Flask) -> None:
    """Choose the language per request and add the filters for dates."""
    babel.init_app(app, locale_selector=_locale)
    babel.domain_instance = catalogues
    app.jinja_env.globals.update(_=translate, gettext=translate)
    app.jinja_env.filters.update(
        instant=format_instant,
        deadline=mark_deadline,
        day=format_day,
        clock=format_clock,
        span=format_span,
        money=format_money,
    )


def _locale() -> Locale:
    chosen = session.get("language")
    if chosen not in LOCALES:
        chosen = request.accept_languages.best_match(LANGUAGES, site().language or LANGUAGES[0])
    return LOCALES[chosen]


@pass_eval_context
def translate(context: EvalContext, message: str, **values: Any) -> str:
    """Return a message of a template in the reader's language, with the values put in.

    A per cent sign is written twice, as in Jinja's own, which takes twice as long.
    """
    text = catalogues.get_translations().ugettext(message)
    if context.autoescape:
        text = Markup(text)  # noqa: S704 - our own words; the values are escaped
    return text % values if values or "%" in text else text


def format_instant(value: datetime | None, zone: str = "UTC") -> str:
    """Write an instant as "21 November 2026, 14:30 (Berlin)"."""
    return "–" if value is None else _instant_text(value, zone, _language())


def format_deadline(value: datetime | None, zone: str = "UTC") -> str:
    """Write an instant that counts as "21 November 2026, 17:00 (Berlin, UTC+1)"."""
    return "–" if value is None else _deadline_text(value, zone, _language())


def mark_deadline(value: datetime | None, zone: str = "UTC") -> str | Markup:
    """Write an instant that counts for a page, whose script adds the reader's own time to it."""
    if value is None:
        return "–"
    instant = value.astimezone(UTC)
    written = format_deadline(value, zone)
    return Markup('<time datetime="{}" data-deadline data-yours="{}">{}</time>').format(
        f"{instant:%Y-%m-%dT%H:%M:%SZ}", gettext("({time} where you are)"), written
    )


def format_wall(value: datetime) -> str:
    """Write a time by the clock on the wall, whose zone is clear, as "21 November 2026, 14:30"."""
    return dates.format_datetime(value, INSTANT, locale=_language())


def format_day(value: date | datetime | None, zone: str = "UTC") -> str:
    """Write a day as "21 November 2026"."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return _day_text(value, _language())


def format_month(value: date) -> str:
    """Write a month as "November 2026"."""
    return dates.format_date(value, "LLLL yyyy", locale=_language())


def _language() -> Locale:
    return get_locale() or babel.default_locale


@lru_cache(MOST_TEXTS)
def _instant_text(value: datetime, zone: str, language: Locale) -> str:
    local = value.astimezone(ZoneInfo(zone))
    return f"{dates.format_datetime(local, INSTANT, locale=language)} ({zone_city(zone)})"


@lru_cache(MOST_TEXTS)
def _deadline_text(value: datetime, zone: str, language: Locale) -> str:
    local = value.astimezone(ZoneInfo(zone))
    written = dates.format_datetime(local, INSTANT, locale=language)
    place = dict.fromkeys((zone_city(zone), offset_text(local.utcoffset())))  # UTC once
    return f"{written} ({', '.join(place)})"


def offset_text(offset: timedelta | None) -> str:
    """Write how far a clock is from UTC, as "UTC+1", "UTC-3:30" or "UTC"."""
    minutes = int((offset or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02d}' if rest else ''}" if minutes else "UTC"


@lru_cache(MOST_TEXTS)
def _day_text(value: date, language: Locale) -> str:
    return dates.format_date(value, DAY, locale=language)


def format_clock(value: datetime, zone: str) -> str:
    """Write the time of an instant as "14:30", where its day and zone are clear."""
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"


def format_span(start: datetime, end: datetime, zone: str) -> str:
    """Write a stretch of time, saying the day once when it is one day."""
    first, last = (value.astimezone(ZoneInfo(zone)) for value in (start, end))
    if first.date() != last.date():
        return f"{format_instant(start, zone)} – {format_instant(end, zone)}"
    day = format_day(first.date())
    return f"{day}, {first:%H:%M}–{last:%H:%M} ({zone_city(zone)})"


def format_money(minor: int | None, currency: str = "EUR", *, exact: bool = False) -> str:
    """Write minor units as an amount with its currency; in a column `exact`, with all cents."""
    if minor is None:
        return "–"
    whole, cents = divmod(minor, 100)
    number = numbers.format_decimal(whole, locale=_language())
    return (
        f"{currency} {number}" if cents == 0 and not exact else f"{currency} {number}.{cents:02d}"
    )


def zone_city(zone: str) -> str:
    """Return the city that stands for a time zone."""
    return zone.rpartition("/")[2].replace("_", " ")
