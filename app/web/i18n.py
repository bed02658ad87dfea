"""Languages, and dates the way people read them, always with their zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, request, session
from flask_babel import Babel, format_date, format_datetime

from config import LANGUAGES

babel = Babel()


def install(app: Flask) -> None:
    """Choose the language per request and add the filters for dates."""
    babel.init_app(app, locale_selector=_locale)
    app.jinja_env.filters.update(
        instant=format_instant,
        day=format_day,
        clock=format_clock,
        span=format_span,
        money=format_money,
    )


def _locale() -> str:
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def format_instant(value: datetime | None, zone: str = "UTC") -> str:
    """Write an instant as "21 November 2026, 14:30 (Berlin)"."""
    if value is None:
        return "–"
    local = value.astimezone(ZoneInfo(zone))
    text = format_datetime(local, "d MMMM yyyy, HH:mm", rebase=False)
    return f"{text} ({zone_city(zone)})"


def format_day(value: date | datetime | None, zone: str = "UTC") -> str:
    """Write a day as "21 November 2026"."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return format_date(value, "d MMMM yyyy", rebase=False)


def format_clock(value: datetime, zone: str) -> str:
    """Write the time of an instant as "14:30", where its day and zone are clear."""
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"


def format_span(start: datetime, end: datetime, zone: str) -> str:
    """Write a stretch of time, saying the day once when it is one day."""
    first, last = (value.astimezone(ZoneInfo(zone)) for value in (start, end))
    if first.date() != last.date():
        return f"{format_instant(start, zone)} – {format_instant(end, zone)}"
    day = format_date(first.date(), "d MMMM yyyy", rebase=False)
    return f"{day}, {first:%H:%M}–{last:%H:%M} ({zone_city(zone)})"


def format_money(minor: int | None, currency: str = "EUR") -> str:
    """Write minor units as an amount with its currency."""
    if minor is None:
        return "–"
    whole, cents = divmod(minor, 100)
    number = f"{whole:,}".replace(",", " ")
    return f"{currency} {number}" if cents == 0 else f"{currency} {number}.{cents:02d}"


def zone_city(zone: str) -> str:
    """Return the city that stands for a time zone."""
    return zone.rpartition("/")[2].replace("_", " ")
