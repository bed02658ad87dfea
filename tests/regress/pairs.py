"""Measuring whether an answer tells that an address is known: pairs of requests, one of each kind.

`Ask` is a form that takes an address; add one and every pair is asked of it too. The time of the
processor is what the answer cost; that of the clock holds the neighbours' work too, so it is
asserted only in the long run, on a machine that does nothing else.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from typing import NamedTuple

from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Browser, Page
from tests.conftest import IS_LONG

PAIRS = 500 if IS_LONG else 20
MOST_MS = 10.0
networks = count(1)
VARYING = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|f-[0-9a-f]{8,}')


@dataclass
class Ask:
    """A form that takes an address: where it is, what else it wants, who sends it.

    `is_listed` if the page that follows lists what was sent, and so differs by itself.
    """

    name: str
    path: str
    more: dict[str, str] = field(default_factory=dict)
    browser: Callable[[], Browser] | None = None
    is_listed: bool = False


class Answer(NamedTuple):
    """What was said, and what it cost by the clock and by the processor."""

    seconds: float
    cpu_seconds: float
    said: tuple[object, ...]


@dataclass
class Measured:
    """What came of the pairs of one form."""

    name: str
    gap_ms: float
    cpu_gap_ms: float
    differing: list[str]


def measure(app: Flask, ask: Ask, known: Sequence[str], unknown: Sequence[str]) -> Measured:
    """Post both addresses of each pair in turn, now one first and now the other."""
    gaps: list[tuple[float, float]] = []
    differing: list[str] = []
    for number, pair in enumerate(zip(known, unknown, strict=True)):
        browser = ask.browser() if ask.browser else Browser(app)
        token = Page(browser.get(ask.path).text).hidden["csrf_token"]
        answers: dict[str, Answer] = {}
        for email in pair if number % 2 else pair[::-1]:
            answers[email] = _post(browser, ask, email, token)
        one, other = answers[pair[0]], answers[pair[1]]
        gaps.append((one.seconds - other.seconds, one.cpu_seconds - other.cpu_seconds))
        if one.said != other.said:
            differing.append(f"{one.said} and {other.said}"[:2000])
    wall, cpu = (abs(median(one)) * 1000 for one in zip(*gaps, strict=True))
    return Measured(ask.name, wall, cpu, differing)


def _post(browser: Browser, ask: Ask, email: str, token: str) -> Answer:
    data = ask.more | {"email": email, "csrf_token": token}
    number = next(networks)  # each from a network of its own, or the limits would be measured
    place = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    cpu, start = time.process_time(), time.perf_counter()
    answer = browser.client.post(ask.path, data=data, environ_base=place)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    shown = browser.get(answer.location) if answer.location else answer
    said = (answer.status_code, answer.location, "" if ask.is_listed else _plain(shown, email))
    return Answer(seconds, cpu, said)


def _plain(answer: TestResponse, email: str) -> str:
    """Return a page without what was typed and what is random on every page."""
    return VARYING.sub("", answer.text.replace(email, "…"))
