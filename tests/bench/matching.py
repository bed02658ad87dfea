"""Does matching find whom a person would invite? On the demo; and how long does it take?

Precision at 5 against `judgements.toml`, next to chance and to a search for the challenge's
keywords; then the time for 10,000 organisations and 50 challenges, next to that search.
"""

import os
import random
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from sqlalchemy import select

from app import create_app
from app.challenges.models import Challenge
from app.core.db import db
from app.demo.services import load_demo
from app.events.models import Event
from app.events.rules import EventKind
from app.identity.models import Organisation
from app.matching.queries.loading import list_profiles, wanted_from
from challenges.brief import library
from challenges.matching import SUITS, Index, Profile, Wanted, obstacles, wanted_of
from challenges.matching.words import fold
from tests.bench.machinery.report import Report, Target, arguments, print_table, rounded
from tests.bench.machinery.server import SECRET
from tests.conftest import make_tables

JUDGEMENTS = Path(__file__).parent / "judgements.toml"
AT = 5
ORGANISATIONS, CHALLENGES = 10_000, 50
VOCABULARY = 6_000
WORDS_EACH = 45
SEARCHED = 5  # challenges that the yardstick is timed on

Scores = Mapping[int, float]


@dataclass(frozen=True)
class Case:
    """A challenge of the demo, who may apply, and who was judged to suit it."""

    brief: str
    wanted: Wanted
    candidates: Sequence[Profile]
    good: frozenset[int]

    def precision(self, scores: Scores) -> float:
        """Return the share of the best five that suit; of equal scores, on average."""
        return expected_hits(scores, [one.key for one in self.candidates], self.good) / AT


def main() -> int:
    """Measure and report."""
    arguments(__doc__ or "")
    profiles, cases = read_demo()
    figures = measure_precision(profiles, cases) | measure_speed()
    return Report(
        "matching",
        figures,
        [
            Target("p5", 0.6, at_least=True),
            Target("times_keyword_p5", 1.2, at_least=True),
            Target("nobody_suits_found", 1, at_least=True),
            Target("cpu_s", 15.0),
            Target("times_search", 6.0),
        ],
    ).finish()


def read_demo() -> tuple[list[Profile], list[Case]]:
    """Load the demo and return its organisations and its challenges with their judgements."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
            "SECRET_KEY": SECRET,
            "INNODAY_INSTANCE": folder,
        }
        with create_app().test_request_context():
            make_tables()
            load_demo()
            found = _read()
            db.session.remove()
            db.engine.dispose()
    return found


def _read() -> tuple[list[Profile], list[Case]]:
    suits = tomllib.loads(JUDGEMENTS.read_text("utf-8"))["suits"]
    ids = {one.name: one.id for one in db.session.scalars(select(Organisation))}
    # Those of the Days: the standing ones came after the judgements, or stand twice.
    of_days = select(Challenge).join(Challenge.event).where(Event.kind == EventKind.DAY)
    challenges = db.session.scalars(of_days.order_by(Challenge.id)).all()
    profiles = list_profiles()
    cases = [
        Case(
            str(challenge.brief_id),
            wanted,
            [one for one in profiles if not obstacles(one, wanted)],
            frozenset(ids[name] for name in suits[challenge.brief_id]),
        )
        for challenge, wanted in zip(challenges, wanted_from(challenges), strict=True)
    ]
    return profiles, cases


def measure_precision(profiles: Sequence[Profile], cases: Sequence[Case]) -> dict[str, float]:
    """Return the precision of matching, of a search for keywords, of chance, and the best."""
    index = Index(profiles)
    matched = {case.brief: scores_of(index, case.wanted) for case in cases}
    texts = texts_of(profiles)
    searched = {case.brief: search_keywords(texts, case.wanted) for case in cases}
    print_table(
        ("challenge", "judged to suit", "of", "matching", "keywords", "best score"),
        [
            (
                case.brief,
                len(case.good),
                len(case.candidates),
                rounded(case.precision(matched[case.brief])),
                rounded(case.precision(searched[case.brief])),
                rounded(max(matched[case.brief].values(), default=0.0)),
            )
            for case in cases
        ],
    )
    figures = {
        "judgements": sum(len(case.candidates) for case in cases),
        "judged_to_suit": sum(len(case.good) for case in cases),
        "p5": mean(cases, lambda case: case.precision(matched[case.brief])),
        "keyword_p5": mean(cases, lambda case: case.precision(searched[case.brief])),
        "random_p5": mean(cases, lambda case: case.precision({})),
        "best_possible_p5": mean(cases, lambda case: min(len(case.good), AT) / AT),
    }
    figures["times_keyword_p5"] = figures["p5"] / figures["keyword_p5"]
    return figures | _first_right(cases, matched) | _at_threshold(cases, matched)


def _first_right(cases: Sequence[Case], matched: Mapping[str, Scores]) -> dict[str, float]:
    """Return how often an organisation's first suggestion is one that it was judged to suit."""
    hits = 0.0
    suited = sorted({key for case in cases for key in case.good})
    for key in suited:
        scores = {number: matched[case.brief].get(key, 0.0) for number, case in enumerate(cases)}
        good = frozenset(number for number, case in enumerate(cases) if key in case.good)
        hits += expected_hits(scores, list(scores), good, at=1)
    return {"organisations": len(suited), "first_right": hits / len(suited)}


def _at_threshold(cases: Sequence[Case], matched: Mapping[str, Scores]) -> dict[str, float]:
    """Return what saying "suits" from the threshold on gets right, and how much it finds."""
    said = {
        case.brief: {key for key, score in matched[case.brief].items() if score >= SUITS}
        for case in cases
    }
    right = sum(len(said[case.brief] & case.good) for case in cases)
    nobody = [case for case in cases if not case.good]
    return {
        "suits_precision": right / sum(map(len, said.values())),
        "suits_recall": right / sum(len(case.good) for case in cases),
        "nobody_suits_found": sum(not said[case.brief] for case in nobody),
    }


def mean(cases: Sequence[Case], figure: Callable[[Case], float]) -> float:
    """Return the mean of a figure over the challenges."""
    return sum(map(figure, cases)) / len(cases)


def expected_hits(
    scores: Scores, keys: Sequence[int], good: frozenset[int], *, at: int = AT
) -> float:
    """Return how many good ones stand among the best, where equal scores are drawn by lot."""
    sizes = Counter(scores.get(key, 0.0) for key in keys)
    hits = Counter(scores.get(key, 0.0) for key in keys if key in good)
    left, found = at, 0.0
    for score in sorted(sizes, reverse=True):
        taken = min(left, sizes[score])
        found += hits[score] * taken / sizes[score]
        left -= taken
    return found


def scores_of(index: Index, wanted: Wanted) -> Scores:
    """Return the scores of everybody who may apply."""
    return {match.profile: match.score for match in index.rank(wanted)}


def texts_of(profiles: Sequence[Profile]) -> dict[int, str]:
    """Return what a search box looks through."""
    return {one.key: fold("\n".join((one.text, *one.keywords))) for one in profiles}


def search_keywords(texts: Mapping[int, str], wanted: Wanted) -> Scores:
    """Return how many of a challenge's keywords stand in each profile: what a search box does."""
    keywords = [fold(keyword) for keyword in wanted.keywords]
    return {key: sum(word in text for word in keywords) for key, text in texts.items()}


def measure_speed() -> dict[str, float]:
    """Return the CPU that an index and all rankings take, and the search for the same."""
    profiles, calls = make_profiles(), make_calls()
    started = time.process_time()
    index = Index(profiles)
    indexed = time.process_time()
    found = sum(len(index.rank(wanted, most=200, least=SUITS)) for wanted in calls)
    ranked = time.process_time()
    texts = texts_of(profiles)
    folded = time.process_time()
    for wanted in calls[:SEARCHED]:
        search_keywords(texts, wanted)
    searched = folded - ranked + (time.process_time() - folded) * CHALLENGES / SEARCHED
    return {
        "index_s": indexed - started,
        "rank_s": ranked - indexed,
        "cpu_s": ranked - started,
        "search_s": searched,
        "times_search": (ranked - started) / searched,
        "matches": found,
    }


def make_profiles() -> list[Profile]:
    """Make organisations whose words are as unevenly used as those of a language."""
    dice = random.Random(11)
    vocabulary = ["".join(dice.choices("aeioubdfgklmnprstvz", k=7)) for _ in range(VOCABULARY)]
    vocabulary += [word for brief in library() for word in brief.problem.problem.split()]
    cumulated = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    codes = sorted({code for brief in library() for code in brief.tags.nace})
    keywords = sorted({word for brief in library() for word in brief.tags.keywords}) + vocabulary

    def text() -> str:
        return " ".join(dice.choices(vocabulary, cum_weights=cumulated, k=WORDS_EACH))

    return [
        Profile(
            key=key,
            kind=dice.choice(("sme", "startup", "research")),
            country=dice.choice(("DE", "PL", "LT", "ES")),
            nace=tuple(dice.sample(codes, 2)),
            ecosystems=("digital", "mobility")[: key % 3],
            keywords=tuple(dice.sample(keywords, 4)),
            description=text(),
        )
        for key in range(ORGANISATIONS)
    ]


def make_calls() -> list[Wanted]:
    """Make challenges from the library, again and again."""
    briefs = library()
    return [wanted_of(briefs[key % len(briefs)], key=key) for key in range(CHALLENGES)]


if __name__ == "__main__":
    sys.exit(main())
