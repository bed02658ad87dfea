"""Scores of all organisations against a challenge, from an index of their words and codes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log, sqrt

from challenges.matching.filters import obstacles
from challenges.matching.model import Match, Profile, Reason, ReasonKind, Wanted
from challenges.matching.words import phrase, words

Phrase = tuple[str, ...]
# What each kind of evidence can give, of 100.
KEYWORDS, TEXT, SECTOR, FIELDS = 35.0, 35.0, 15.0, 15.0
# How strong a shared keyword is: the same, one within the other, only found in the other's text.
SAME, WITHIN, IN_TEXT = 1.0, 0.7, 0.5
FIELD = 0.6  # a shared ecosystem or priority says less than a shared keyword
HALF = 0.08  # the cosine at which the texts give half of what they can
LEAST_RARITY = 0.05
TITLE_TIMES, SUMMARY_TIMES = 3, 2
MOST_WORDS = 3  # that a reason names
DIVISION, GROUP, CLASS = 2, 4, 5  # letters of a code of NACE
DIGITS = 6  # of a score that are compared, so that no order hangs on the last bit


class Index:
    """Organisations by their words and codes; built once, asked for many challenges.

    How rare something is counts the organisations that have it, so a score is a figure of these
    organisations together. Their order makes no difference.
    """

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = {one.key: one for one in sorted(profiles, key=lambda one: one.key)}
        self._size = len(self._profiles)
        self._texts: dict[str, dict[int, float]] = defaultdict(dict)
        self._norms: dict[int, float] = {}
        self._keywords: dict[Phrase, set[int]] = defaultdict(set)
        self._by_stem: dict[str, set[Phrase]] = defaultdict(set)
        self._codes: dict[tuple[ReasonKind, str], set[int]] = defaultdict(set)
        for one in self._profiles.values():
            self._add(one)
        self._weigh()

    def _add(self, one: Profile) -> None:
        for stem, times in Counter(stem for stem, _written in words(one.text)).items():
            self._texts[stem][one.key] = 1 + log(times)
        for stems in {phrase(keyword) for keyword in one.keywords} - {()}:
            self._keywords[stems].add(one.key)
            for stem in stems:
                self._by_stem[stem].add(stems)
        fields = (((ReasonKind.SECTOR, _levels(one.nace))), *_fields_of(one))
        for kind, codes in fields:
            for code in codes:
                self._codes[kind, code].add(one.key)

    def _weigh(self) -> None:
        """Turn counts of words into weights, and keep how long each text is."""
        squares: dict[int, float] = defaultdict(float)
        for stem in sorted(self._texts):
            holders, rarity = self._texts[stem], self.rarity(len(self._texts[stem]))
            for key in holders:
                holders[key] *= rarity
                squares[key] += holders[key] ** 2
        self._norms = {key: sqrt(square) for key, square in squares.items()}

    def rarity(self, holders: int) -> float:
        """Return how much something says that so many organisations have: 1 for what nobody has."""
        whole = log((self._size + 1) / 0.5)
        return max(LEAST_RARITY, log((self._size + 1) / (holders + 0.5)) / whole)

    def rank(self, wanted: Wanted, *, most: int | None = None, least: float = 0.0) -> list[Match]:
        """Return who may apply and suits a challenge, the best first, then by key."""
        scores = self._scores(wanted)
        found = [
            (-round(score, DIGITS), key)
            for key, score in scores.items()
            if score >= least and not obstacles(self._profiles[key], wanted)
        ]
        found.sort()
        return [
            Match(key, wanted.key, -score, self.reasons(key, wanted)) for score, key in found[:most]
        ]

    def _scores(self, wanted: Wanted) -> Mapping[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for key, cosine in self._cosines(wanted).items():
            scores[key] += TEXT * cosine / (cosine + HALF)
        for most, evidence in (
            (KEYWORDS, self._shared_keywords(wanted)),
            (SECTOR, self._shared_sectors(wanted)),
            (FIELDS, self._shared_fields(wanted)),
        ):
            missed: dict[int, float] = {}
            for strength, holders in evidence:
                for key in holders:
                    missed[key] = missed.get(key, 1.0) * (1 - strength)
            for key, chance in missed.items():
                scores[key] += most * (1 - chance)
        return scores

    def _cosines(self, wanted: Wanted) -> Mapping[int, float]:
        """Return how near each organisation's text is to the challenge's, where it is at all."""
        dots: dict[int, float] = defaultdict(float)
        square = 0.0
        for stem, weight in self._weights(wanted):
            square += weight**2
            for key, other in self._texts.get(stem, {}).items():
                dots[key] += weight * other
        norm = sqrt(square)
        return {key: dot / (norm * self._norms[key]) for key, dot in dots.items()}

    def _weights(self, wanted: Wanted) -> Iterator[tuple[str, float]]:
        """Yield the challenge's words with their weights; the title and the summary weigh more."""
        for stem, times in sorted(Counter(stem for stem, _w in words(_text_of(wanted))).items()):
            yield stem, (1 + log(times)) * self.rarity(len(self._texts.get(stem, ())))

    def _shared_keywords(self, wanted: Wanted) -> Iterator[tuple[float, Iterable[int]]]:
        """Yield how strong each shared keyword is, and who shares it."""
        own = sorted({phrase(keyword) for keyword in wanted.keywords} - {()})
        text = {stem for stem, _written in words(_text_of(wanted))}
        near = {other for stem in text.union(*own) for other in self._by_stem.get(stem, ())}
        for other in sorted(near):
            strength = _strength(other, own, text)
            if strength:
                yield strength * self.rarity(len(self._keywords[other])), self._keywords[other]
        for keyword in own:
            holders = self._holders(keyword)
            if holders:
                yield IN_TEXT * self.rarity(len(holders)), holders

    def _holders(self, keyword: Phrase) -> set[int]:
        """Return who has all words of a keyword in their text."""
        found = [set(self._texts.get(stem, ())) for stem in keyword]
        return set.intersection(*found)

    def _shared_sectors(self, wanted: Wanted) -> Iterator[tuple[float, Iterable[int]]]:
        """Yield how strong each shared activity is; of one code its narrowest shared level."""
        for code in sorted(set(wanted.nace)):
            seen: set[int] = set()
            for prefix in _prefixes(code):
                holders = self._codes.get((ReasonKind.SECTOR, prefix), set())
                if holders - seen:
                    yield self.rarity(len(holders)), holders - seen
                seen |= holders

    def _shared_fields(self, wanted: Wanted) -> Iterator[tuple[float, Iterable[int]]]:
        for kind, codes in _fields_of(wanted):
            for code in sorted(set(codes)):
                holders = self._codes.get((kind, code), set())
                if holders:
                    yield FIELD * self.rarity(len(holders)), holders

    def reasons(self, key: int, wanted: Wanted) -> tuple[Reason, ...]:
        """Return what an organisation and a challenge share, the strongest kind first."""
        one = self._profiles[key]
        found = [
            Reason(ReasonKind.KEYWORDS, self._keywords_shared_by(one, wanted)),
            Reason(ReasonKind.WORDS, self._words_shared_by(key, wanted)),
            Reason(ReasonKind.SECTOR, _sectors_shared_by(one, wanted)),
        ]
        for (kind, mine), (_kind, theirs) in zip(_fields_of(one), _fields_of(wanted), strict=True):
            found.append(Reason(kind, tuple(sorted(set(mine) & set(theirs)))))
        return tuple(reason for reason in found if reason.what)

    def _keywords_shared_by(self, one: Profile, wanted: Wanted) -> tuple[str, ...]:
        """Return the strongest shared keywords as the organisation wrote them, then as the call."""
        own = sorted({phrase(keyword) for keyword in wanted.keywords} - {()})
        text = {stem for stem, _written in words(_text_of(wanted))}
        mine = {phrase(keyword): keyword for keyword in sorted(one.keywords, reverse=True)}
        found = {
            stems: (_strength(stems, own, text) * self.rarity(len(self._keywords[stems])), keyword)
            for stems, keyword in mine.items()
            if stems and _strength(stems, own, text)
        }
        theirs = {phrase(keyword): keyword for keyword in sorted(wanted.keywords, reverse=True)}
        for stems in own:
            holders = self._holders(stems)
            if one.key in holders and stems not in found:
                found[stems] = (IN_TEXT * self.rarity(len(holders)), theirs[stems])
        best = sorted(found, key=lambda stems: (-round(found[stems][0], DIGITS), stems))
        return tuple(found[stems][1] for stems in best[:MOST_WORDS])

    def _words_shared_by(self, key: int, wanted: Wanted) -> tuple[str, ...]:
        weights = {
            stem: weight * self._texts[stem][key]
            for stem, weight in self._weights(wanted)
            if key in self._texts.get(stem, {})
        }
        best = sorted(weights, key=lambda stem: (-round(weights[stem], DIGITS), stem))[:MOST_WORDS]
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for stem, word in words(_text_of(wanted)):
            written[stem][word.casefold()] += 1
        return tuple(
            min(written[stem], key=lambda word: (-written[stem][word], word)) for stem in best
        )


def _strength(other: Phrase, own: Iterable[Phrase], text: set[str]) -> float:
    """Return how strongly an organisation's keyword speaks for it."""
    words_of = set(other)
    strengths = [
        SAME if other == keyword else WITHIN
        for keyword in own
        if words_of <= set(keyword) or words_of >= set(keyword)
    ]
    return max(strengths, default=IN_TEXT if words_of <= text else 0.0)


def _prefixes(code: str) -> Iterator[str]:
    """Yield a code of NACE from its narrowest level to its division: 25.53, 25.5, 25."""
    for length in (CLASS, GROUP, DIVISION):
        if len(code) >= length:
            yield code[:length]


def _levels(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({prefix for code in codes for prefix in _prefixes(code)}))


def _sectors_shared_by(one: Profile, wanted: Wanted) -> tuple[str, ...]:
    mine, shared = set(_levels(one.nace)), set[str]()
    for code in wanted.nace:
        shared.update([prefix for prefix in _prefixes(code) if prefix in mine][:1])
    narrowest = {
        one for one in shared if not any(two != one and two.startswith(one) for two in shared)
    }
    return tuple(sorted(narrowest))


def _fields_of(one: Profile | Wanted) -> tuple[tuple[ReasonKind, tuple[str, ...]], ...]:
    return (ReasonKind.ECOSYSTEM, one.ecosystems), (ReasonKind.PRIORITY, one.priorities)


def _text_of(wanted: Wanted) -> str:
    """Return a challenge's words, the title and the summary as often as they weigh."""
    parts = [wanted.title] * TITLE_TIMES + [wanted.summary] * SUMMARY_TIMES + [wanted.text]
    return "\n".join(parts)
