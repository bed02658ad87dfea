"""Every brief of the library, damaged in many ways: a challenge or errors with their place."""

import random
from importlib.resources import files

from challenges.brief import Brief, BriefError, Finding, load_brief_bytes, write_brief
from tests.conftest import IS_LONG

FOLDER = files("challenges") / "library"
BRIEFS = sorted(
    (one.read_bytes() for theme in FOLDER.iterdir() if theme.is_dir() for one in theme.iterdir()),
)
ROUNDS = 10_000 if IS_LONG else 280
MARKS = [b'"', b"'", b'"""', b"[", b"]", b"[[", b"=", b"#", b"\\", b"\0", b"\xff", b"\r", b"{"]
NUMBERS = [b"-1", b"1e99", b"0x" + b"f" * 99, b"true", b"1979-05-27", b'""', b"[]", b"{}", b"nan"]


def damage(chance: random.Random, content: bytes) -> bytes:
    """Return a brief with one to four things wrong, or by luck none."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(WAYS)(chance, content)
    return content


def _lines(chance: random.Random, content: bytes) -> bytes:
    """Leave lines out, write them twice, or put them elsewhere."""
    lines = content.splitlines(keepends=True) or [b""]
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    moved = lines[at : at + chance.randint(1, 6)]
    way = chance.randrange(3)
    if way != 1:
        del lines[at : at + len(moved)]
    if way:
        lines[to:to] = moved
    return b"".join(lines)


def _marks(chance: random.Random, content: bytes) -> bytes:
    """Put marks where none belong, or take bytes away."""
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(MARKS) + content[at + chance.randint(0, 3) :]


def _values(chance: random.Random, content: bytes) -> bytes:
    """Give a key a value of another kind."""
    lines = content.splitlines(keepends=True)
    keys = [number for number, line in enumerate(lines) if b" = " in line]
    if keys:
        at = chance.choice(keys)
        lines[at] = lines[at].split(b" = ")[0] + b" = " + chance.choice(NUMBERS) + b"\n"
    return b"".join(lines)


def _others(chance: random.Random, content: bytes) -> bytes:
    """Go on with another brief in the middle."""
    other = chance.choice(BRIEFS)
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other)) :]


def _cut(chance: random.Random, content: bytes) -> bytes:
    """Stop somewhere."""
    return content[: chance.randrange(len(content) + 1)]


WAYS = [_lines, _lines, _marks, _marks, _values, _values, _others, _cut]


def test_every_brief_of_the_library_loads() -> None:
    assert len(BRIEFS) == 14
    for content in BRIEFS:
        brief = load_brief_bytes(content)
        assert load_brief_bytes(write_brief(brief).encode()) == brief


def outcome(content: bytes) -> Brief | tuple[Finding, ...]:
    """Return the challenge in a file, or what is wrong with it; anything else is raised."""
    try:
        return load_brief_bytes(content)
    except BriefError as error:
        return error.findings


def test_a_damaged_brief_is_a_challenge_or_errors_with_their_place(say) -> None:
    good = 0
    for number in range(ROUNDS):
        content = damage(random.Random(number), BRIEFS[number % len(BRIEFS)])
        found = outcome(content)
        if isinstance(found, Brief):
            assert load_brief_bytes(write_brief(found).encode()) == found, number
            good += 1
            continue
        lines = content.count(b"\n") + content.count(b"\r") + 1
        assert found, number
        assert all(one.message and 1 <= (one.line or 0) <= lines for one in found), number
    assert 0 < good < ROUNDS
    bad = ROUNDS - good
    say(f"of {ROUNDS} damaged briefs {good} are challenges and {bad} have errors with their place")
