"""Small values that several tests of the kernel start from."""

from pathlib import Path

from challenges.criteria import Criterion
from challenges.export import Decision, JuryRecord, Shortlist
from challenges.scoring import Scorecard

LEVELS = ("None.", "Poor.", "Fair.", "Good.", "Very good.", "Excellent.")
DOCUMENT = Path(__file__).parents[2] / "docs" / "brief-format.md"


def sample_text() -> str:
    """Return the example of the format document, so that it stays true."""
    return DOCUMENT.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]


def criterion(key: str, weight: int) -> Criterion:
    return Criterion(key, key.title(), f"How good is the {key}?", weight, LEVELS)


FIT, IMPACT, TEAM = criterion("fit", 50), criterion("impact", 30), criterion("team", 20)
CRITERIA = (FIT, IMPACT, TEAM)


def card(juror: str, proposal: str, fit: int, impact: int, team: int) -> Scorecard:
    return Scorecard(juror, proposal, {"fit": fit, "impact": impact, "team": team})


def sample_record() -> JuryRecord:
    """Return a jury of three and four proposals: P1 first, P2 and P3 apart by tie rule, P4 none."""
    cards = (
        card("J1", "P1", 5, 4, 4),
        card("J2", "P1", 4, 5, 5),
        card("J1", "P2", 4, 3, 3),
        card("J2", "P2", 4, 3, 3),
        card("J3", "P3", 3, 4, 4),
        card("J2", "P3", 3, 4, 4),
        Scorecard("J3", "P4", {}, recused=True),
    )
    return JuryRecord(
        challenge_id="packaging/reusable-transport-crates",
        title="Crates that come back",
        criteria=CRITERIA,
        jurors=("J1", "J2", "J3"),
        proposals=("P1", "P2", "P3", "P4"),
        conflicts=(("J3", "P4"),),
        assignments=tuple((each.juror, each.proposal) for each in cards),
        scorecards=cards,
        shortlist=Shortlist(2, ("P1", "P2")),
        decisions=(Decision("P1", "selected", "Best fit."),),
    )
