"""From a brief to the text of its file."""

from dataclasses import asdict

from challenges.brief.model import FORMAT, Brief
from challenges.brief.toml_text import write_table
from challenges.criteria import Criterion, is_numbered

TABLES = ("problem", "offer", "eligibility", "tags", "terms", "schedule")
WORDS = ("id", "title", "theme", "language", "summary")


def write_brief(brief: Brief) -> str:
    """Return the file text of a brief; reading it gives the same brief again."""
    values = asdict(brief)
    lines = [f"format = {FORMAT}", *write_table({key: values[key] for key in WORDS})]
    for name in TABLES:
        lines += ["", f"[{name}]", *write_table(values[name])]
    for measure in brief.measures:
        lines += ["", "[[measures]]", *write_table(asdict(measure))]
    for question in brief.questions:
        lines += ["", "[[questions]]", *write_table(asdict(question))]
    for criterion in brief.criteria:
        lines += ["", "[[criteria]]", *write_table(_with_levels(criterion))]
    return "\n".join(lines) + "\n"


def _with_levels(criterion: Criterion) -> dict[str, object]:
    """Number the levels only where reading would otherwise take a number off them."""
    levels = criterion.levels
    if is_numbered(levels):
        levels = tuple(f"{score} {level}" for score, level in enumerate(levels))
    return {**asdict(criterion), "levels": levels}
