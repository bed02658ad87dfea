from types import SimpleNamespace

from app.experts.rules import FitProfile
from app.juries.rules.composition import Composition, compose
from app.juries.rules.roles import JurorRole, may_become


def juror(key, role=JurorRole.MEMBER, *, only=(), name="Firm", country="DE", kind="sme"):
    place = SimpleNamespace(name=name, country=country, kind=kind) if name else None
    values = {"id": key, "person_id": key, "role": role, "organisation": place}
    return SimpleNamespace(is_limited=bool(only), challenge_ids=list(only), **values)


def test_a_panel_at_a_glance():
    panel = [
        juror(1, JurorRole.CHAIR),
        juror(2, only=(10,), name="Institute", country="PL", kind="research"),
        juror(3, name=None),
        juror(4, JurorRole.TRAINEE),
        juror(5, JurorRole.ALTERNATE),
    ]
    profiles = {
        1: FitProfile(1, topics=frozenset({"food"}), country="LT", helix="public"),
        2: FitProfile(2, topics=frozenset({"energy", "food"})),
        4: FitProfile(4, topics=frozenset({"health"})),
    }
    themes = {10: "energy", 11: "energy", 12: "health", 13: "food"}
    assert compose(panel, profiles, themes) == Composition(
        jurors=3,
        organisations={"": 1, "Firm": 1, "Institute": 1},
        countries={"": 1, "LT": 1, "PL": 1},
        helix={"": 1, "public": 1, "research": 1},
        topics={"food": 2, "energy": 1},
        missing=((11, "energy"), (12, "health")),
    )


def test_marks_that_count_stay_so_and_nobody_waits_with_proposals_in_hand():
    chair, member, alternate = JurorRole.CHAIR, JurorRole.MEMBER, JurorRole.ALTERNATE
    trainee = JurorRole.TRAINEE
    scored = {"has_scored": True, "is_busy": True}
    busy = {"has_scored": False, "is_busy": True}
    free = {"has_scored": False, "is_busy": False}
    assert [
        may_become(member, chair, **scored),
        may_become(member, trainee, **scored),
        may_become(trainee, member, **scored),
        may_become(member, trainee, **busy),
        may_become(member, alternate, **busy),
        may_become(member, alternate, **free),
    ] == [True, False, False, True, False, True]
