"""What a cleaned file is, why a file cannot be cleaned, and whether its text names anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.text import search_key
from app.juries.rules.blinding import find_spans

LONG = 5  # letters of a name that is found though a file sets its letters one by one
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Cleaned:
    """A file without metadata, and the text that it shows."""

    data: bytes
    text: str


class Unclean(Exception):  # noqa: N818 - a finding, not a mistake
    """A file of which no clean copy can be made; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def names_in(text: str, needles: Iterable[tuple[str, ...]]) -> bool:
    """Whether a file's text names who proposes, also where its letters stand apart."""
    runs = list(needles)
    if find_spans(text, runs):
        return True
    squeezed = "".join(_WORD.findall(search_key(text)))
    joined = ("".join(run) for run in runs)
    return any(len(one) >= LONG and one in squeezed for one in joined)
