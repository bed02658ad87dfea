"""What a juror of a blind round reads: a proposal without what names those who propose it.

Method: names are found as runs of whole words, without case and accents; e-mail addresses, web
addresses and telephone numbers always go. What is found becomes a bar. A name of an organisation
is looked for as a whole, without its legal form, and by its first word if that is not a common
one. Cost: one look at each word of a text for each name. Passages that an organiser marked go,
too, each read as MARK. What may tell who proposes but is a word of its own too often, such as a
given name or the initials of a firm, is a clue: it stays until an organiser marks it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.core.text import search_key
from app.enquiries.rules import find_contacts

BAR = "███"
MARK = "[redacted]"
ANSWER = "answer-"  # stands before the key of a question in the name of a part
SHORTEST_INITIALS = 3
SHORTEST = 4  # letters of a word that may stand for a name; shorter ones are common words
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S*", re.IGNORECASE)
_LEGAL_FORMS = (
    "gmbh ag kg ug sa sas sarl srl spa sl slu scoop oy ab as aps bv nv ltd llc plc inc sp z o zoo "
    "uab mb ood eood ad ead ae epe ike ev eg oü"
)
_FORMS = frozenset(_LEGAL_FORMS.split())
_OFTEN = (
    "team institute university technical technology smart green digital energy data group lab labs "
    "systems solutions international european centre center research industrial innovation"
)
_COMMON = frozenset(_OFTEN.split())


@dataclass(frozen=True)
class Behind:
    """Who is behind a proposal, as its texts might say it."""

    organisations: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()  # given name, family name
    others: tuple[str, ...] = ()  # domains, VAT numbers, words of the organisers
    about: str = ""  # what the applicant file says


@dataclass(frozen=True)
class Passage:
    """Words in one part of a proposal that jurors of a blind round are not to read."""

    part: str
    words: str


@dataclass(frozen=True)
class Unnamed:
    """What stands where an organisation would."""

    name: str = ""


@dataclass(frozen=True)
class BlindCopy:
    """A proposal as jurors of a blind round read it."""

    id: int
    challenge_id: int
    challenge: Any
    title: str
    summary: str
    answers: Mapping[str, str]
    trl: int | None
    organisation: Unnamed = Unnamed()
    applicant: None = None
    video: str = ""
    partners: str = ""
    partner_countries: tuple[str, ...] = ()
    is_blind: bool = True


@dataclass(frozen=True)
class Trace:
    """Where a text names who proposes: in which part, as which words, in what is around."""

    part: str
    words: str
    place: str
    line: int = 1
    is_barred: bool = True  # else a clue, which jurors read


def parts_of(proposal: Any) -> dict[str, str]:
    """Return the texts of a proposal that jurors of a blind round read, named as in its form."""
    answers = {ANSWER + key: text for key, text in proposal.answers.items()}
    return {"title": proposal.title, "summary": proposal.summary, **answers}


def blind_parts(
    parts: Mapping[str, str], behind: Behind, passages: Collection[Passage] = ()
) -> dict[str, str]:
    """Return texts as jurors of a blind round read them."""
    needles = needles_of(behind)
    return {
        part: redact(text, needles, [one.words for one in passages if one.part == part])
        for part, text in parts.items()
    }


def blind_copy(proposal: Any, behind: Behind, passages: Collection[Passage]) -> BlindCopy:
    """Return a proposal without its authors."""
    read = blind_parts(parts_of(proposal), behind, passages)
    return BlindCopy(
        id=proposal.id,
        challenge_id=proposal.challenge_id,
        challenge=proposal.challenge,
        title=read["title"],
        summary=read["summary"],
        answers={key: read[ANSWER + key] for key in proposal.answers},
        trl=proposal.trl,
    )


def needles_of(behind: Behind) -> frozenset[tuple[str, ...]]:
    """Return the runs of words to look for."""
    found: set[tuple[str, ...]] = set()
    for name in behind.organisations:
        found |= set(_of_organisation(_words(name)))
    for given, family in behind.people:
        found |= {_words(f"{given} {family}"), _words(f"{family} {given}"), _words(family)}
    found |= {_words(one) for one in behind.others}
    return frozenset(one for one in found if sum(map(len, one)) >= SHORTEST)


def _of_organisation(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield words
    while words and words[-1] in _FORMS:
        words = words[:-1]
    yield words
    if words and len(words[0]) >= SHORTEST and words[0] not in _COMMON:
        yield words[:1]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(search_key(text)))


def redact(text: str, needles: Iterable[tuple[str, ...]], passages: Iterable[str] = ()) -> str:
    """Return a text with a bar for all that names its authors; what is empty stays empty."""
    marked = _spans_of(text, passages)
    spans = [*find_spans(text, needles), *marked]
    parts, at = [], 0
    for start, end in _joined(spans):
        by_hand = any(start < one[1] and one[0] < end for one in marked)
        parts += [text[at:start], MARK if by_hand else BAR]
        at = end
    return "".join([*parts, text[at:]])


def _spans_of(text: str, passages: Iterable[str]) -> list[tuple[int, int]]:
    return [found.span() for one in passages if one for found in _each(one, text)]


def find_spans(text: str, needles: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return where names, contacts and links stand, in order and without overlap."""
    words = [(key, found.span()) for found in _WORD.finditer(text) for key in _words(found.group())]
    keys = [key for key, _span in words]
    spans = [found.span() for found in _LINK.finditer(text)]
    spans += [found.span() for one in find_contacts(text) for found in _each(one, text)]
    for needle in needles:
        size = len(needle)
        spans += [
            (words[n][1][0], words[n + size - 1][1][1])
            for n in range(len(keys) - size + 1)
            if tuple(keys[n : n + size]) == needle
        ]
    return _joined(spans)


def _each(found: str, text: str) -> Iterable[re.Match[str]]:
    return re.finditer(re.escape(found), text)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def find_traces(parts: Mapping[str, str], behind: Behind, around: int = 40) -> list[Trace]:
    """Return what would be barred, with some words to either side."""
    needles = needles_of(behind)
    return [
        _trace(part, text, span, around)
        for part, text in parts.items()
        for span in find_spans(text, needles)
    ]


def find_clues(parts: Mapping[str, str], behind: Behind, around: int = 40) -> list[Trace]:
    """Return what may tell who proposes beside what is barred: an organiser looks at each."""
    needles, words, found = needles_of(behind), clues_of(behind), []
    for part, text in parts.items():
        barred = find_spans(text, needles)
        for each in _WORD.finditer(text):
            start, end = each.span()
            if each.group() in words and not any(a < end and start < b for a, b in barred):
                found.append(replace(_trace(part, text, (start, end), around), is_barred=False))
    return found


def _trace(part: str, text: str, span: tuple[int, int], around: int) -> Trace:
    start, end = span
    place = " ".join(text[max(start - around, 0) : end + around].split())
    return Trace(part, text[start:end], place, line=text.count("\n", 0, start) + 1)


def clues_of(behind: Behind) -> frozenset[str]:
    """Return words, as written, that may tell: initials, given and short names, names of works."""
    found = {word for given, family in behind.people for word in _WORD.findall(f"{given} {family}")}
    found |= {initials for name in behind.organisations if (initials := _initials(name))}
    found |= {word for word in _WORD.findall(behind.about) if _is_coined(word)}
    return frozenset(word for word in found if len(word) > 1)


def _initials(name: str) -> str:
    letters = [word[0] for word in _WORD.findall(name) if search_key(word) not in _FORMS]
    return "".join(letters).upper() if len(letters) >= SHORTEST_INITIALS else ""


def _is_coined(word: str) -> bool:
    """Whether a word looks like the name of a project or a product: SpinCheck, AI4CHIPS."""
    capitals = sum(letter.isupper() for letter in word)
    is_mixed = any(letter.islower() for letter in word) or any(map(str.isdigit, word))
    return len(word) >= SHORTEST and capitals > 1 and is_mixed


def with_words(behind: Behind, words: Iterable[str]) -> Behind:
    """Return the same with more words to bar."""
    return replace(behind, others=(*behind.others, *words))
