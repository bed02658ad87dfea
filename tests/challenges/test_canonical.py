"""Canonical JSON: one text per value."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.canonical import canonical_json, digest


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    BIG = 3


@dataclass(frozen=True, slots=True)
class Point:
    y: int
    x: tuple[int, ...]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "ž\n"]}, '{"a":[true,null,"ž\\n"],"b":1}'),
        (Point(1, (2, 3)), '{"x":[2,3],"y":1}'),
        ({"b", "a"}, '["a","b"]'),
        (Fraction(17, 4), '"17/4"'),
        (Fraction(4), '"4"'),
        (Decimal("1.50"), '"1.50"'),
        (date(2026, 3, 1), '"2026-03-01"'),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), '"2026-03-01T12:00:00.000000Z"'),
        (
            datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))),
            '"2026-03-01T10:00:00.000000Z"',
        ),
        ({Colour.RED: Size.BIG, "b": Colour.RED}, '{"b":"red","red":3}'),
    ],
)
def test_canonical_texts(value: object, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        b"x",
        {1: 2},
        datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None),
        Decimal("NaN"),
        object(),
        Point,
    ],
)
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_digest_is_the_sha_256_of_the_text() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(st.dictionaries(st.text(), st.integers() | st.text()))
def test_the_order_of_keys_changes_nothing(values: dict[str, int | str]) -> None:
    assert canonical_json(values) == canonical_json(dict(reversed(values.items())))
