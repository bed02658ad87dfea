"""How often something may be tried: an attempt is counted before it is made, so none is free.

Growing delays slow a guesser down and never keep anybody out for good.
"""

import hashlib
import ipaddress
from collections.abc import Mapping
from datetime import datetime
from math import ceil

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import RateLimited
from app.identity.models import SignInThrottle
from app.identity.rules import Throttle, delay_after, failures_now


def count_attempt(keys: Mapping[Throttle, str]) -> None:
    """Count an attempt under each key, or refuse it with the seconds to wait."""
    now = clock.now()
    query = select(SignInThrottle).where(SignInThrottle.key.in_(keys.values()))
    in_order = query.order_by(SignInThrottle.key).with_for_update()
    known = {row.key: row for row in db.session.scalars(in_order)}
    open_at = max((row.open_at for row in known.values()), default=now)
    if open_at > now:
        seconds = ceil((open_at - now).total_seconds())
        raise RateLimited("sign_in_throttled", seconds=seconds)
    for throttle, key in keys.items():
        _count(known.get(key), throttle, key, now)


def _count(row: SignInThrottle | None, throttle: Throttle, key: str, now: datetime) -> None:
    if row is None:
        row = SignInThrottle(key=key, failures=0, failed_at=now)
        db.session.add(row)
    row.failures = failures_now(row.failures, row.failed_at, now) + 1
    row.failed_at = now
    row.open_at = now + delay_after(throttle, row.failures)


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
