"""Reading ready-made briefs, and a challenge as a brief."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from app.challenges.models import Challenge
from app.challenges.rules.completeness import Gap, Promises, find_gaps
from app.core.errors import NotFound
from app.core.text import slugify
from app.core.times import to_local
from challenges.brief import (
    Brief,
    Eligibility,
    Measure,
    Offer,
    Problem,
    Question,
    Schedule,
    Tags,
    Terms,
    library,
)
from challenges.criteria import Criterion


def list_briefs(theme: str | None = None) -> list[Brief]:
    """Return the ready-made briefs, of one theme or of all."""
    return [brief for brief in library() if theme in (None, "", brief.theme)]


def get_library_brief(brief_id: str) -> Brief:
    """Return one ready-made brief."""
    for brief in library():
        if brief.id == brief_id:
            return brief
    raise NotFound


def gaps_of(challenge: Challenge, now: datetime) -> tuple[Gap, ...]:
    """Return what a draft still needs before it can be reviewed."""
    promises = Promises(
        sponsor_name=challenge.sponsor_name,
        opens_at=challenge.opens_at,
        closes_at=challenge.closes_at,
        decision_on=challenge.decision_on,
        timezone=challenge.event.timezone,
    )
    return find_gaps(brief_of(challenge), promises, now)


def brief_of(challenge: Challenge) -> Brief:
    """Return a challenge as a brief, the way it is exported."""
    slug = slugify(challenge.title, 60) or "untitled"
    return Brief(
        id=f"{challenge.theme}/{slug}",
        title=challenge.title,
        theme=challenge.theme,
        language=challenge.language,
        summary=challenge.summary,
        problem=Problem(
            context=challenge.context,
            problem=challenge.problem,
            current_approach=challenge.current_approach,
            wanted_outcome=challenge.wanted_outcome,
            tried=challenge.tried,
        ),
        offer=_offer(challenge),
        eligibility=Eligibility(
            who=tuple(challenge.who_may_apply),
            countries=tuple(challenge.countries),
            trl_min=challenge.trl_min,
            trl_wanted=challenge.trl_wanted,
            text=challenge.eligibility,
        ),
        tags=Tags(
            transition=tuple(challenge.transition),
            keywords=tuple(challenge.keywords),
            nace=tuple(challenge.nace),
            sdg=tuple(challenge.sdg),
            ecosystems=tuple(challenge.ecosystems),
            priorities=tuple(challenge.priorities),
        ),
        schedule=_schedule(challenge),
        questions=tuple(
            Question(key=q.key, label=q.label, help=q.help, max_words=q.max_words)
            for q in challenge.questions
        ),
        criteria=criteria_of(challenge),
        terms=_terms(challenge),
        measures=tuple(Measure(**row) for row in challenge.measures),
    )


def criteria_of(challenge: Challenge) -> tuple[Criterion, ...]:
    """Return a challenge's criteria as the kernel judges by them."""
    return tuple(
        Criterion(
            key=row.key,
            name=row.name,
            description=row.description,
            weight=row.weight,
            levels=tuple(row.levels),
        )
        for row in challenge.criteria
    )


def draft_values(challenge: Challenge) -> Mapping[str, Any]:
    """Return the parts of a draft that are lists, as the editor shows them."""
    return {
        "criteria": [
            {
                "key": row.key,
                "name": row.name,
                "description": row.description,
                "weight": row.weight,
                "levels": list(row.levels),
            }
            for row in challenge.criteria
        ],
        "questions": [
            {"key": row.key, "label": row.label, "help": row.help, "max_words": row.max_words}
            for row in challenge.questions
        ],
    }


def _offer(challenge: Challenge) -> Offer:
    return Offer(
        budget_minor=challenge.budget_minor or 0,
        currency=challenge.currency,
        pilot_site=challenge.pilot_site,
        prize=challenge.prize,
        other=challenge.other_offer,
        contract=challenge.contract,
    )


def _terms(challenge: Challenge) -> Terms:
    return Terms(
        ip=challenge.ip,
        rights=challenge.rights,
        confidentiality=challenge.confidentiality,
        contact=challenge.contact,
        languages=tuple(challenge.languages),
    )


def _schedule(challenge: Challenge) -> Schedule:
    """Return the schedule in whole weeks; the hours of opening and closing do not count."""
    zone, decides = challenge.event.timezone, challenge.decision_on
    opens, closes = (
        to_local(at, zone).date() if at else None
        for at in (challenge.opens_at, challenge.closes_at)
    )
    return Schedule(
        open_weeks=_weeks(closes - opens) if opens and closes else 6,
        decision_weeks_after_close=_weeks(decides - closes) if closes and decides else 8,
    )


def _weeks(time: timedelta) -> int:
    return min(52, max(1, ceil(time.days / 7)))
