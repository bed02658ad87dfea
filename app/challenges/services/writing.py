"""Writing a challenge: starting from a brief or from nothing, saving, sending it for review."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import attributes

from app.challenges.facts import ChallengeDrafted, ChallengeSubmittedForReview
from app.challenges.models import Challenge, ChallengeCriterion, ChallengeQuestion
from app.challenges.queries import gaps_of, get_challenge
from app.challenges.rules import drafting
from app.challenges.services.moving import lock_challenge, make_move, note_move
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.times import to_instant, to_local
from app.events.models import Event
from challenges.brief import THEMES, Brief, BriefError, Schedule, load_brief_bytes
from challenges.findings import Finding
from challenges.lifecycle import By, Phase

TIMES = ("opens_at", "closes_at")


def create_challenge(
    actor: Actor,
    event: Event,
    *,
    organisation_id: int | None = None,
    brief: Brief | None = None,
    values: Mapping[str, Any] | None = None,
) -> Challenge:
    """Start a draft for an event, from a brief, from given values or from nothing."""
    authorize(actor, Permission.CHALLENGE_CREATE, event)
    challenge = Challenge(
        event_id=event.id,
        event=event,
        owner_organisation_id=choose_organisation(actor, organisation_id),
        created_by_id=actor.person_id,
        brief_id=brief.id if brief else None,
        title="",
        theme=THEMES[0],
    )
    db.session.add(challenge)
    if brief:
        fill(challenge, drafting.values_of(brief) | first_dates(event, brief.schedule))
    fill(challenge, values or {})
    db.session.flush()
    record(
        ChallengeDrafted(
            actor_id=actor.person_id,
            event_id=event.id,
            challenge_id=challenge.id,
            title=challenge.title,
        )
    )
    return challenge


def first_dates(event: Event, schedule: Schedule) -> dict[str, Any]:
    """Return the dates that a schedule suggests for an event, counted from today."""
    dates = drafting.first_dates(schedule, to_local(clock.now(), event.timezone))
    return {**dates, "decision_on": dates["decision_on"].date()}


def read_brief_file(content: bytes, field: str = "file") -> Brief:
    """Return the brief in a file; Invalid `brief_broken` says line and key of every finding."""
    try:
        return load_brief_bytes(content)
    except BriefError as error:
        first = error.findings[0]
        refusal = Invalid(
            "brief_broken",
            field=field,
            line=first.line or 1,
            what=f"{first.path} {first.message}".strip(),
            findings=error.findings,
        )
        refusal.shown = {"findings": [_told(one) for one in error.findings]}
        raise refusal from error


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "line": finding.line or 1,
        "field": finding.path,
        "code": finding.message_code,
        "message": finding.message,
    }


def choose_organisation(actor: Actor, organisation_id: int | None) -> int:
    """Return the organisation for which the actor acts: the one named, or its only one."""
    if organisation_id is None and len(actor.organisation_ids) == 1:
        return next(iter(actor.organisation_ids))
    if organisation_id is None:
        raise Invalid("organisation_missing", field="organisation_id")
    if organisation_id not in actor.organisation_ids:
        raise Forbidden("not_your_organisation", field="organisation_id")
    return organisation_id


def save_draft(
    actor: Actor, challenge_id: int, *, version: int, values: Mapping[str, Any]
) -> Challenge:
    """Save what was typed, if nobody else saved since the actor read it."""
    challenge = get_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_EDIT, challenge)
    if challenge.phase != Phase.DRAFT:
        raise Conflict("challenge_not_draft")
    _take_version(challenge, version)
    fill(challenge, values)
    _check_dates(challenge)
    db.session.flush()
    return challenge


def submit_for_review(actor: Actor, challenge_id: int) -> Challenge:
    """Ask the organisers to approve a draft that has everything it needs."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_EDIT, challenge)
    gaps = gaps_of(challenge, clock.now())
    if gaps and challenge.phase == Phase.DRAFT:
        missing = ", ".join(dict.fromkeys(gap.field for gap in gaps))
        raise Invalid("challenge_incomplete", field=gaps[0].field, fields=missing)
    make_move(actor, challenge, Phase.IN_REVIEW, by=By.OWNER)
    record(
        ChallengeSubmittedForReview(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
        )
    )
    return challenge


def take_back(actor: Actor, challenge_id: int) -> Challenge:
    """Take a challenge back from review to change it."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_EDIT, challenge)
    source = make_move(actor, challenge, Phase.DRAFT, by=By.OWNER)
    note_move(actor, challenge, source)
    return challenge


def _take_version(challenge: Challenge, version: int) -> None:
    """Claim the next version with a guarded update; whoever comes second is told so."""
    statement = (
        update(Challenge)
        .where(Challenge.id == challenge.id, Challenge.version == version)
        .where(Challenge.phase == Phase.DRAFT)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(statement).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("changed_meanwhile")
    attributes.set_committed_value(challenge, "version", version + 1)


def fill(challenge: Challenge, values: Mapping[str, Any]) -> None:
    """Put values into a draft, as its record holds them."""
    zone = challenge.event.timezone
    for name, value in drafting.tidy_values(values).items():
        is_time = name in TIMES and value is not None
        setattr(challenge, name, to_instant(value, zone, name) if is_time else value)
    if "criteria" in values:
        _fill_criteria(challenge, values["criteria"] or [])
    if "questions" in values:
        _fill_questions(challenge, values["questions"] or [])


def _fill_criteria(challenge: Challenge, rows: list[dict[str, Any]]) -> None:
    _check_weights(rows)
    filled = [row for row in rows if not _is_blank_criterion(row)]
    old = {row.key: row for row in challenge.criteria}
    kept = []
    for position, row in enumerate(drafting.with_keys(filled, "name")):
        criterion = old.get(row["key"]) or ChallengeCriterion(key=row["key"])
        criterion.position = position
        criterion.name = row.get("name") or ""
        criterion.description = row.get("description") or ""
        criterion.weight = row["weight"]
        criterion.levels = drafting.levels_of(row)
        kept.append(criterion)
    challenge.criteria[:] = kept


def _check_weights(rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows):
        if not row.get("weight") and not _is_blank_criterion(row):
            raise Invalid("weight_missing", field=f"criteria-{position}-weight")


def _is_blank_criterion(row: Mapping[str, Any]) -> bool:
    return drafting.is_blank(row, "name", "description", "levels")


def _fill_questions(challenge: Challenge, rows: list[dict[str, Any]]) -> None:
    filled = [row for row in rows if not drafting.is_blank(row, "label", "help")]
    old = {row.key: row for row in challenge.questions}
    kept = []
    for position, row in enumerate(drafting.with_keys(filled, "label")):
        question = old.get(row["key"]) or ChallengeQuestion(key=row["key"])
        question.position = position
        question.label = row.get("label") or ""
        question.help = row.get("help") or ""
        question.max_words = row.get("max_words") or drafting.DEFAULT_WORDS
        kept.append(question)
    challenge.questions[:] = kept


def _check_dates(challenge: Challenge) -> None:
    opens, closes = challenge.opens_at, challenge.closes_at
    if opens is not None and closes is not None and closes <= opens:
        raise Invalid("closes_before_opening", field="closes_at")
