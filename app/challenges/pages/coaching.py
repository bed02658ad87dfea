"""What good looks like beside each field of the editor, with an example from a ready-made brief."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.challenges import queries
from app.challenges.rules.coaching import Progress, excerpt, progress
from app.challenges.rules.drafting import values_of
from app.core import clock

GOOD: dict[str, LazyString] = {
    "title": _("Name the result and a figure, not the technology that you have in mind."),
    "summary": _("Who, what goes wrong, what is wanted, what you offer: one sentence each."),
    "context": _("Enough for somebody abroad to picture the place: what, how many, by whom."),
    "problem": _(
        "How often it happens and what it costs, then the conditions that nobody can change. A "
        "brief that names the solution gets only that one."
    ),
    "current_approach": _("What is done today, and at which point it stops working."),
    "tried": _("What was tried, when, and why it ended, with the figure that ended it."),
    "wanted_outcome": _("Where and how long it is measured, and what follows when it works."),
    "measures": _("Three to eight figures that both sides can read off: today and wanted."),
    "pilot_site": _("The place, its size, the weeks, and who on your side gives time."),
    "contract": _("Say what you buy if the measures are met. Applicants plan with it."),
    "other_offer": _("Data, samples, machines, people: with the amount."),
    "eligibility": _("Every rule that would knock somebody out, said before they start to write."),
    "rights": _("What stays with the applicant, and what exactly you may use, where, how long."),
    "confidentiality": _("What stays out of a proposal, and at which step secrets are shared."),
    "keywords": _("The words that a supplier would search by, not those of your company."),
    "criteria": _("Three to six. A level says what the jury sees, so that two jurors agree."),
    "questions": _("Three to five, each for one criterion, with a limit that forces a choice."),
}


def coach(challenge: Any) -> dict[str, dict[str, str]]:
    """Return for each field what good looks like and how another brief says it."""
    others = [one for one in queries.list_briefs() if one.id != challenge.brief_id]
    near = [one for one in others if one.theme == challenge.theme]
    brief = (near or others)[0]
    values = values_of(brief)
    return {
        field: {"words": str(words), "example": _example(field, values), "source": brief.title}
        for field, words in GOOD.items()
    }


def progress_of(challenge: Any) -> Progress:
    """Return how far a draft is."""
    gaps = queries.gaps_of(challenge, clock.now())
    return progress(queries.brief_of(challenge), gaps)


def _example(field: str, values: Mapping[str, Any]) -> str:
    value = values[field]
    if field == "measures":
        return "\n".join(f"{row['name']}: {row['today']} → {row['wanted']}" for row in value[:3])
    if field == "criteria":
        first = value[0]
        levels = [f"{number}: {text}" for number, text in enumerate(first["levels"])]
        return "\n".join([f"{first['name']} ({first['weight']} %)", *levels])
    if field == "questions":
        return "\n".join(f"{row['label']}: {row['help']}" for row in value[:2])
    return ", ".join(value) if isinstance(value, list) else excerpt(value)
