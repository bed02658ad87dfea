"""The rubric of a round: what is wrong with it, and what a proposal misses."""

from fractions import Fraction

from challenges.canonical import to_plain
from challenges.criteria import Criterion
from challenges.ranking import TieRule
from challenges.rubric import (
    KnockOut,
    Lack,
    Rubric,
    Shortfall,
    check_rubric,
    plain_rubric,
    read_rubric,
    rubric_digest,
    shortfalls,
)
from challenges.scoring import Scorecard, score_proposal

LEVELS = tuple(f"{n} words" for n in range(6))
CRITERIA = (
    Criterion("fit", "Fit", "Does it fit?", 60, LEVELS),
    Criterion("team", "Team", "Can they do it?", 40, LEVELS),
)
LEGAL = KnockOut("legal", "Is it legal?")


def cards(*marks: tuple[int, int], answers: tuple[bool, ...] = ()) -> list[Scorecard]:
    return [
        Scorecard(
            f"J{n}",
            "P",
            {"fit": fit, "team": team},
            answers={"legal": answers[n]} if answers else {},
        )
        for n, (fit, team) in enumerate(marks)
    ]


def missed(rubric: Rubric, found: list[Scorecard]) -> tuple[Shortfall, ...]:
    return shortfalls(score_proposal("P", found, rubric.criteria), found, rubric)


def test_a_plain_rubric_asks_for_nothing():
    assert missed(plain_rubric(CRITERIA), cards((0, 0), (1, 0))) == ()


def test_a_mean_below_its_threshold_is_named_with_what_was_reached():
    rubric = Rubric(CRITERIA, {"fit": 4, "team": 3})
    assert missed(rubric, cards((4, 3), (3, 3))) == (
        Shortfall(Lack.CRITERION, "fit", Fraction(7, 2), Fraction(4)),
    )


def test_a_mean_that_equals_its_threshold_is_enough():
    assert missed(Rubric(CRITERIA, {"fit": 4}), cards((5, 0), (3, 0))) == ()


def test_the_total_is_in_per_cent_of_the_highest_score():
    # 0.6 * 3 + 0.4 * 4 = 3.4 of 5 = 68 %
    assert missed(Rubric(CRITERIA, {}, total=68), cards((3, 4))) == ()
    assert missed(Rubric(CRITERIA, {}, total=69), cards((3, 4))) == (
        Shortfall(Lack.TOTAL, "", Fraction(68), Fraction(69)),
    )


def test_half_a_jury_s_no_does_not_knock_a_proposal_out_but_more_does():
    rubric = Rubric(CRITERIA, {}, knock_outs=(LEGAL,))
    assert missed(rubric, cards((3, 3), (3, 3), answers=(True, False))) == ()
    found = missed(rubric, cards((3, 3), (3, 3), (3, 3), answers=(True, False, False)))
    assert found == (Shortfall(Lack.KNOCK_OUT, "legal", Fraction(1, 3), Fraction(1, 2)),)


def test_a_recused_juror_s_no_is_not_heard():
    rubric = Rubric(CRITERIA, {}, knock_outs=(LEGAL,))
    out = Scorecard("J9", "P", {"fit": 0, "team": 0}, recused=True, answers={"legal": False})
    assert missed(rubric, [*cards((3, 3), answers=(True,)), out]) == ()


def test_nothing_is_missed_before_there_is_a_score():
    assert missed(Rubric(CRITERIA, {"fit": 5}, total=100), []) == ()


def test_everything_wrong_is_found_with_its_place():
    rubric = Rubric(
        CRITERIA,
        {"fit": 6, "other": 3},
        total=101,
        knock_outs=(LEGAL, LEGAL, KnockOut("Bad key", " ")),
    )
    assert [(found.path, found.message_code) for found in check_rubric(rubric)] == [
        ("thresholds.fit", "threshold_range"),
        ("thresholds.other", "unknown"),
        ("total", "total_range"),
        ("knock_outs[2].key", "bad_key"),
        ("knock_outs[2].text", "empty"),
        ("knock_outs", "key_twice"),
    ]


def test_plain_values_lead_back_to_the_same_rubric_and_digest():
    rubric = Rubric(CRITERIA, {"team": 2}, 50, (LEGAL,), (TieRule.MORE_SCORECARDS,))
    again = read_rubric(to_plain(rubric))
    assert again == rubric
    assert rubric_digest(again) == rubric_digest(rubric)
