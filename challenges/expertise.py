"""How well a juror suits a proposal: topics, what they wrote, and whether they want it.

Method: the share of the proposal's topics that the juror knows; the cosine of the juror's and
the proposal's words and pairs of neighbouring words, weighed by TF-IDF (how often a text has
them, how few texts do), as a mean over the juror's texts; and the juror's bid. On the public
gold standard of reviewers and papers this likeness does about as well as the trained ones in use
(Stelmakh et al. 2023, arXiv 2303.16750). Cost: linear in the words, plus jurors times proposals.

What it cannot do: a juror who wrote in another language than the proposal shares no words with
it; then topics and bids decide.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import log, sqrt

from challenges.matching.words import words

# What each can give; a fit is at most 1000.
TOPICS, WORDS = 400, 300
HALF = 0.08  # the cosine at which the words give half of what they can
Vector = dict[str, float]
Text = tuple[str, str, int]  # whose, by which key, the how manieth


class Bid(StrEnum):
    """Whether a juror wants to judge a proposal."""

    EAGER = "eager"
    WILLING = "willing"
    RATHER_NOT = "rather_not"


BIDS = {Bid.EAGER: 300, Bid.WILLING: 150, Bid.RATHER_NOT: -300}


@dataclass(frozen=True, slots=True)
class Expert:
    """A juror: the topics they know, and texts by them or of them."""

    key: str
    topics: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be judged: its topics, and its text."""

    key: str
    topics: frozenset[str] = frozenset()
    text: str = ""


def fit_of(
    experts: Iterable[Expert],
    papers: Iterable[Paper],
    bids: Mapping[tuple[str, str], Bid],
) -> dict[tuple[str, str], int]:
    """Return how well each juror suits each proposal, at most 1000; the rarest words of all count.

    The order of jurors and proposals makes no difference.
    """
    experts = sorted(experts, key=lambda one: one.key)
    papers = sorted(papers, key=lambda one: one.key)
    likeness = likenesses(experts, papers)
    found = {}
    for expert in experts:
        for paper in papers:
            pair = (expert.key, paper.key)
            topics = share(expert.topics, paper.topics)
            alike = likeness.get(pair, 0.0)
            fit = TOPICS * topics + WORDS * alike / (alike + HALF)
            found[pair] = round(fit) + (BIDS[bids[pair]] if pair in bids else 0)
    return found


def share(known: frozenset[str], asked: frozenset[str]) -> float:
    """Return which share of the topics asked for is known; nothing when none is asked for."""
    return len(known & asked) / len(asked) if asked else 0.0


def likenesses(experts: Sequence[Expert], papers: Sequence[Paper]) -> dict[tuple[str, str], float]:
    """Return by juror and proposal the mean cosine of their texts, where it is not zero."""
    counts = {("p", paper.key, 0): terms(paper.text) for paper in papers}
    for expert in experts:
        counts |= {("e", expert.key, at): terms(text) for at, text in enumerate(expert.texts)}
    vectors = weigh(counts)
    holders: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for paper in papers:
        for term, weight in vectors["p", paper.key, 0].items():
            holders[term].append((paper.key, weight))
    found: dict[tuple[str, str], float] = defaultdict(float)
    for expert in experts:
        for at in range(len(expert.texts)):
            for term, weight in vectors["e", expert.key, at].items():
                for key, other in holders.get(term, ()):
                    found[expert.key, key] += weight * other / len(expert.texts)
    return dict(found)


def terms(text: str) -> Counter[str]:
    """Return how often a text has each word, and each two words beside each other."""
    stems = [stem for stem, _written in words(text)]
    return Counter(stems) + Counter(f"{one} {two}" for one, two in pairwise(stems))


def weigh(counts: Mapping[Text, Counter[str]]) -> dict[Text, Vector]:
    """Return texts as vectors of length one: a term that all texts have weighs nothing."""
    spread = Counter(term for found in counts.values() for term in found)
    rarity = {term: log((1 + len(counts)) / (1 + holders)) for term, holders in spread.items()}
    vectors = {}
    for key, found in counts.items():
        weights = {term: (1 + log(times)) * rarity[term] for term, times in found.items()}
        length = sqrt(sum(weight**2 for _, weight in sorted(weights.items()))) or 1.0
        vectors[key] = {term: weight / length for term, weight in sorted(weights.items()) if weight}
    return vectors
