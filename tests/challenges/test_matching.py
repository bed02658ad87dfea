"""Matching by hand-worked examples, by its properties, and against a slow and plain reading."""

from collections import Counter
from dataclasses import replace
from math import log, prod, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.brief import library
from challenges.matching import (
    Index,
    Obstacle,
    Profile,
    ReasonKind,
    Wanted,
    obstacles,
    wanted_of,
)
from challenges.matching.filters import applies_as
from challenges.matching.words import fold, phrase, stem, words

FIRM = Profile(key=1, kind="sme", country="DE", keywords=("tool wear",), nace=("25.53",))
OTHER = Profile(key=2, kind="sme", country="PL", keywords=("tourism",), nace=("55.10",))
CALL = Wanted(key=9, keywords=("Tool wear", "CNC"), nace=("25.5",))

KEYWORDS = ("robot", "sensor", "sensors", "cold store", "heat", "waste heat", "Wärme", "робот")
TEXTS = ("Robots for cold stores", "Sensoren für Wärme", "waste heat maps", "wood, wood", "")
CODES = ("25.53", "25.5", "25", "62.10", "62.1")
FIELDS = ("digital", "mobility", "health")


def some(values):
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


tags = {
    "nace": some(CODES),
    "ecosystems": some(FIELDS),
    "priorities": some(FIELDS),
    "keywords": some(KEYWORDS),
}
profiles = st.lists(
    st.builds(
        Profile,
        key=st.integers(1, 99),
        kind=st.sampled_from(["sme", "startup", "research", "large_company", "public"]),
        country=st.sampled_from(["DE", "PL"]),
        size=st.sampled_from([None, "small", "large"]),
        description=st.sampled_from(TEXTS),
        offers=some(TEXTS),
        **tags,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.key,
)
calls = st.builds(
    Wanted,
    key=st.just(9),
    owner=st.integers(1, 99),
    who=some(("sme", "startup", "research", "consortium")),
    countries=some(("DE", "PL")),
    title=st.sampled_from(TEXTS),
    summary=st.sampled_from(TEXTS),
    text=st.sampled_from(TEXTS),
    **tags,
)


def test_two_firms_and_a_call_by_hand():
    """The keyword and the group are held by one of two: rarity log(3/1.5)/log(3/0.5) = 0.38685."""
    found = Index([FIRM, OTHER]).rank(CALL)
    assert [one.profile for one in found] == [1]
    assert found[0].score == pytest.approx(50 * 0.386853, abs=1e-4)
    assert [(reason.kind, reason.what) for reason in found[0].reasons] == [
        (ReasonKind.KEYWORDS, ("tool wear",)),
        (ReasonKind.SECTOR, ("25.5",)),
    ]


def test_a_narrower_or_wider_keyword_gives_seven_tenths_of_the_same_one():
    wide = replace(FIRM, keywords=("wear of tools on lathes",), nace=())
    assert Index([wide, OTHER]).rank(CALL)[0].score == pytest.approx(35 * 0.7 * 0.386853, abs=1e-4)


def test_a_keyword_in_the_text_of_a_challenge_gives_half():
    call = replace(CALL, keywords=(), nace=(), text="Our tools wear too fast")
    assert Index([FIRM, OTHER]).rank(call)[0].score == pytest.approx(35 * 0.5 * 0.386853, abs=1e-4)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Sensors", "sensor"),
        ("SENSÓRICA", "sensor"),
        ("Sensorika", "sensor"),
        ("Kälte", "kalte"),
        ("Łódź", "lodz"),
        ("glass", "glass"),
        ("Робот", "робот"),
        ("Ψύξη", "ψυξη"),
    ],
)
def test_words_meet_across_spellings_and_endings(written, compared):
    assert stem(fold(written)) == compared


def test_words_without_a_subject_are_left_out():
    text = "We look for a solution with 42 machines für die Anlage, oraz dla maszyn, και για όλους"
    assert [one for one, _written in words(text)] == ["machin", "anlage", "maszyn", "ολουσ"]
    assert phrase("the and of") == ()


@pytest.mark.parametrize(
    ("kind", "size", "who", "found"),
    [
        ("sme", "small", ("sme",), ()),
        ("startup", None, ("sme",), ()),
        ("sme", "small", ("startup",), (Obstacle.KIND,)),
        ("sme", "large", ("sme", "startup"), (Obstacle.KIND,)),
        ("research", None, ("consortium",), ()),
        ("large_company", "large", ("sme",), (Obstacle.KIND,)),
        ("large_company", "large", ("sme", "large_company"), ()),
        ("public", None, (), (Obstacle.KIND,)),
        ("sme", None, (), ()),
    ],
)
def test_who_may_apply(kind, size, who, found):
    assert (
        obstacles(Profile(key=1, kind=kind, country="DE", size=size), Wanted(key=9, who=who))
        == found
    )


def test_the_owner_and_other_countries_may_not_apply():
    call = Wanted(key=9, owner=1, countries=("PL",))
    assert obstacles(FIRM, call) == (Obstacle.OWN, Obstacle.COUNTRY)
    assert obstacles(OTHER, call) == ()


def test_every_brief_of_the_library_can_be_wanted():
    index = Index([FIRM, OTHER])
    wanted = [wanted_of(brief, key=number) for number, brief in enumerate(library())]
    assert len(wanted) == 14
    assert all(one.ecosystems and one.priorities for one in wanted)
    assert index.rank(wanted_of(next(b for b in library() if "tool-wear" in b.id)))[0].profile == 1


@given(profiles, calls)
def test_the_order_of_organisations_makes_no_difference(some_profiles, call):
    assert Index(some_profiles).rank(call) == Index(some_profiles[::-1]).rank(call)


@given(profiles, calls)
def test_the_order_of_tags_makes_no_difference(some_profiles, call):
    turned = [
        replace(one, **{name: getattr(one, name)[::-1] for name in tags}) for one in some_profiles
    ]
    back = replace(call, **{name: getattr(call, name)[::-1] for name in tags})
    straight, crooked = Index(some_profiles).rank(call), Index(turned).rank(back)
    assert [(one.profile, one.score) for one in straight] == [
        (one.profile, one.score) for one in crooked
    ]


@given(profiles, calls, st.sampled_from(sorted(tags)), st.data())
def test_one_more_shared_tag_never_lowers_the_score(some_profiles, call, name, data):
    values = {"keywords": KEYWORDS, "nace": CODES}.get(name, FIELDS)
    tag = data.draw(st.sampled_from(values))
    first = some_profiles[0]
    before = score_of(Index(some_profiles), first.key, call)
    more = replace(first, **{name: (*getattr(first, name), tag)})
    wanted = replace(call, **{name: (*getattr(call, name), tag)})
    alone = score_of(Index([more, *some_profiles[1:]]), first.key, call)
    both = score_of(Index([more, *some_profiles[1:]]), first.key, wanted)
    assert before <= alone + 1e-6
    assert alone <= both + 1e-6
    assert 0 <= both <= 100


def score_of(index, key, call):
    anybody = replace(call, owner=None, who=(), countries=())
    found = {one.profile: one.score for one in index.rank(anybody, least=-1.0)}
    return found.get(key, 0.0)


@given(profiles, calls)
def test_nobody_is_ranked_who_may_not_apply_and_everybody_ranked_has_a_reason(some_profiles, call):
    by_key = {one.key: one for one in some_profiles}
    for match in Index(some_profiles).rank(call):
        assert obstacles(by_key[match.profile], call) == ()
        assert match.reasons


@settings(max_examples=50)
@given(profiles, calls)
def test_the_index_finds_what_reading_everything_finds(some_profiles, call):
    expected = {
        one.key: round(plain_score(one, call, some_profiles), 6)
        for one in some_profiles
        if not obstacles(one, call)
    }
    found = {one.profile: one.score for one in Index(some_profiles).rank(call)}
    for key, score in expected.items():
        assert found.get(key, 0.0) == pytest.approx(score, abs=2e-6)


def test_a_firm_that_declared_itself_large_applies_as_a_large_company():
    assert applies_as("startup", "large") == {"large_company"}
    assert applies_as("investor", None) == frozenset()


def rarity(number, size):
    return max(0.05, log((size + 1) / (number + 0.5)) / log((size + 1) / 0.5))


def plain_score(one, call, everybody):
    """Return the score by the words of docs/matching.md, one organisation at a time."""
    size = len(everybody)
    missed = lambda chances: 1 - prod(1 - chance for chance in chances)  # noqa: E731 - short here
    return (
        35 * missed(plain_keywords(one, call, everybody, size))
        + 35 * plain_text(one, call, everybody, size)
        + 15 * missed(plain_sectors(one, call, everybody, size))
        + 15 * missed(plain_fields(one, call, everybody, size))
    )


def text_of(call):
    return "\n".join([call.title] * 3 + [call.summary] * 2 + [call.text])


def plain_keywords(one, call, everybody, size):
    own = {phrase(word) for word in call.keywords} - {()}
    text = {found for found, _written in words(text_of(call))}
    for mine in {phrase(word) for word in one.keywords} - {()}:
        holders = sum(mine in map(phrase, other.keywords) for other in everybody)
        near = any(set(mine) <= set(it) or set(mine) >= set(it) for it in own)
        strength = 1 if mine in own else 0.7 if near else 0.5 if set(mine) <= text else 0
        yield strength * rarity(holders, size)
    for keyword in own:
        holding = [set(keyword) <= {w for w, _ in words(other.text)} for other in everybody]
        if set(keyword) <= {found for found, _written in words(one.text)}:
            yield 0.5 * rarity(sum(holding), size)


def plain_text(one, call, everybody, size):
    def weights(text):
        counts = Counter(found for found, _written in words(text))
        return {
            word: (1 + log(times))
            * rarity(sum(word in {w for w, _ in words(it.text)} for it in everybody), size)
            for word, times in counts.items()
        }

    mine, theirs = weights(one.text), weights(text_of(call))
    dot = sum(weight * theirs.get(word, 0) for word, weight in mine.items())
    if not dot:
        return 0.0
    length = sqrt(sum(w**2 for w in mine.values())) * sqrt(sum(w**2 for w in theirs.values()))
    return dot / length / (dot / length + 0.08)


def plain_sectors(one, call, everybody, size):
    for code in set(call.nace):
        for length in (5, 4, 2):
            shared = code[:length]
            if len(code) >= length and any(it.startswith(shared) for it in one.nace):
                holders = sum(any(it.startswith(shared) for it in o.nace) for o in everybody)
                yield rarity(holders, size)
                break


def plain_fields(one, call, everybody, size):
    for name in ("ecosystems", "priorities"):
        for code in set(getattr(one, name)) & set(getattr(call, name)):
            yield 0.6 * rarity(sum(code in getattr(o, name) for o in everybody), size)
