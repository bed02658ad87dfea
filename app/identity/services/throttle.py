"""How often something may be tried: an attempt is counted before it is made, so none is free.

Growing delays slow a guesser down and never keep anybody out for good.
"""

import hashlib
import ipaddress
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.db import db
from app.core.errors import RateLimited
from app.core.uow import even_if_refused
from app.identity.models import SignInThrottle
from app.identity.rules import Throttle, delay_after, failures_now


def count_attempt(keys: Mapping[Throttle, str], waived: Collection[Throttle] = ()) -> None:
    """Count an attempt under each key, or refuse it with the seconds to wait.

    What is `waived` is counted too, but makes nobody wait. An attempt that goes no further for
    another reason stays counted.
    """
    rows = _hold_rows(keys)
    now = clock.now()  # by now others may have been waited for
    waits = [rows[key].open_at for throttle, key in keys.items() if throttle not in waived]
    open_at = max(waits, default=now)
    if open_at > now:
        seconds = ceil((open_at - now).total_seconds())
        raise RateLimited("sign_in_throttled", seconds=seconds)
    _count(keys, rows, now)
    even_if_refused(lambda: _count(keys, _hold_rows(keys), now))


def refuse_while_waiting(keys: Collection[str]) -> None:
    """Refuse whoever still has to wait for attempts that were counted; this one is not."""
    now = clock.now()
    query = select(SignInThrottle.open_at).where(SignInThrottle.key.in_(keys))
    open_at = max(db.session.scalars(query), default=now)
    if open_at > now:
        raise RateLimited("sign_in_throttled", seconds=ceil((open_at - now).total_seconds()))


def _hold_rows(keys: Mapping[Throttle, str]) -> dict[str, SignInThrottle]:
    """Return what was counted under each key; whoever else counts there waits until we are done."""
    _make_rows(keys.values(), clock.now())
    query = select(SignInThrottle).where(SignInThrottle.key.in_(keys.values()))
    in_order = query.order_by(SignInThrottle.key).with_for_update()
    return {row.key: row for row in db.session.scalars(in_order)}


def _count(keys: Mapping[Throttle, str], rows: Mapping[str, SignInThrottle], now: datetime) -> None:
    for throttle, key in keys.items():
        row = rows[key]
        row.failures = failures_now(row.failures, row.failed_at, now) + 1
        row.failed_at = now
        row.open_at = now + delay_after(throttle, row.failures)


def forget(keys: Iterable[str]) -> None:
    """Take the attempts of somebody who succeeded back from the counts."""
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_(list(keys))))


def _make_rows(keys: Iterable[str], now: datetime) -> None:
    """Enter the keys that are new; who comes at the same moment finds them there."""
    values = [{"key": key, "failures": 0, "failed_at": now, "open_at": now} for key in sorted(keys)]
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(SignInThrottle).values(values)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


def key_of(throttle: Throttle, *parts: str) -> str:
    """Return what attempts are counted under; it does not tell whose they are."""
    return hashlib.sha256("\n".join((throttle, *parts)).encode()).hexdigest()


def network_of(address: str) -> str:
    """Return what one household has of the internet: an address, or 64 bits of a longer one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    prefix = 32 if found.version == 4 else 64  # noqa: PLR2004 - versions of the protocol
    return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False))
