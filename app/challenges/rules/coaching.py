"""How far a brief is: what it must have, and what good ones have beside that."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.challenges.rules.completeness import Gap
from challenges.brief import Brief

# What review asks for, by the field of the editor, and how many pieces of advice there are.
REQUIRED = (
    *("title", "summary", "context", "problem", "wanted_outcome", "budget_minor", "ip"),
    *("who_may_apply", "opens_at", "closes_at", "decision_on", "sponsor_name"),
    *("questions", "criteria"),
)
PIECES_OF_ADVICE = 9
FEW_KEYWORDS, FEW_CRITERIA = 3, 3
EXCERPT = 420


@dataclass(frozen=True)
class Progress:
    """How much of a good brief is there, what review still asks for, and what would help."""

    done: int
    total: int
    missing: tuple[Gap, ...]
    advice: tuple[Gap, ...]


def progress(brief: Brief, gaps: Iterable[Gap]) -> Progress:
    """Return how far a brief is, given what keeps it from review."""
    missing, advice = tuple(gaps), tuple(advise(brief))
    total = len(REQUIRED) + PIECES_OF_ADVICE
    open_fields = {_required_field(gap.field) for gap in missing}
    return Progress(total - len(open_fields) - len(advice), total, missing, advice)


def advise(brief: Brief) -> Iterator[Gap]:
    """Return what would make a brief better, though nobody insists on it."""
    problem, offer, tags = brief.problem, brief.offer, brief.tags
    lacks = (
        ("problem", "figures", problem.problem != "" and not re.search(r"\d", problem.problem)),
        ("tried", "tried", not problem.tried),
        ("measures-0-name", "measures", not brief.measures),
        ("pilot_site", "pilot_site", not offer.pilot_site),
        ("contract", "contract", not offer.contract),
        ("confidentiality", "confidentiality", not brief.terms.confidentiality),
        ("keywords", "keywords", len(tags.keywords) < FEW_KEYWORDS),
        ("nace-0", "nace", not tags.nace),
        ("criteria", "criteria", 0 < len(brief.criteria) < FEW_CRITERIA),
    )
    return (Gap(field, f"{what}_advised") for field, what, is_lacking in lacks if is_lacking)


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """Return the beginning of a text, cut after a sentence or line where that goes."""
    bare = re.sub(r"[*_`#]{1,3}", "", text).strip()
    if len(bare) <= limit:
        return bare
    ends = [found.end() for found in re.finditer(r"[.?!;](?=\s)|\n", bare[:limit])]
    cut = ends[-1] if ends and ends[-1] > limit // 2 else bare.rfind(" ", 0, limit)
    return bare[: cut if cut > 0 else limit].rstrip() + " …"


def _required_field(field: str) -> str:
    """Return which of the required fields a gap belongs to: a level to its criteria."""
    root = field.partition("-")[0]
    return root if root in REQUIRED else "who_may_apply"
