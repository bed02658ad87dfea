"""Between the clock on the wall of a venue and instants in UTC."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.core.errors import Invalid


def to_instant(local: datetime, zone: str, field: str | None = None) -> datetime:
    """Return the instant that a local time means; of a repeated hour its first passing.

    An aware time already is an instant. A time that the clocks skip is refused.
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    instant = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    if to_local(instant, zone) != local:
        raise Invalid(
            "time_skipped",
            field=field,
            time=f"{local:%H:%M}",
            later=f"{local + timedelta(hours=1):%H:%M}",
        )
    return instant


def to_local(instant: datetime, zone: str) -> datetime:
    """Return what the clock on the wall shows at an instant, without its zone."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def with_instants(data: Mapping[str, Any], zone: str, names: Iterable[str]) -> dict[str, Any]:
    """Return values with the local times among them made instants, a refusal at its field."""
    times = {
        name: to_instant(data[name], zone, field=name)
        for name in names
        if isinstance(data.get(name), datetime)
    }
    return {**data, **times}
