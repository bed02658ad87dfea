"""The organiser's pages of judging rounds and of the rubric of each."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.challenges.queries import criteria_of
from app.core.errors import NotFound
from app.juries import schemas
from app.juries.pages.frame import BLINDNESSES, CHALLENGE, ROUND_KINDS, TIE_RULES, blueprint
from app.juries.queries import panel
from app.juries.queries import rounds as queries
from app.juries.rules.rounds import FIRST
from app.juries.services import rounds as services
from app.proposals.queries import closed_to, refuse_tied
from app.web.fields import local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from challenges.criteria import MAX_CRITERIA
from challenges.rubric import MAX_KNOCK_OUTS, plain_rubric

SPARE_ROWS = 2


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/rounds")
@signed_in
def view_rounds(slug: str, challenge_id: int) -> Page:
    """Show the judging rounds of a challenge, and what is scored in each."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    closed = closed_to(actor(), event.id)
    rounds, begun = queries.list_rounds(challenge), queries.rounds_begun(challenge, closed)
    return render_template(
        "juries/rounds.html",
        event=event,
        challenge=challenge,
        tabs=CHALLENGE.tabs(slug=slug, challenge_id=challenge_id),
        rounds=[(one, queries.rubric_of(one), one.id in begun) for one in rounds],
        brief=plain_rubric(criteria_of(challenge)),
        kinds=ROUND_KINDS,
        blindnesses=BLINDNESSES,
        tie_rules=TIE_RULES,
    )


@blueprint.route("/manage/<slug>/jury/<id:challenge_id>/rounds/new", methods=["GET", "POST"])
@signed_in
def add_round(slug: str, challenge_id: int) -> Page:
    """Add a round for the shortlist."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    refuse_tied(actor(), [challenge.id])
    form = PageForm(
        schemas.JudgingRoundIn, {"kind": "pitch", "blindness": "open", "per_proposal": 3}
    )
    if form.submit(lambda data: services.add_round(actor(), challenge.id, **data)):
        flash(_("The round is there. Its rubric begins as that of the round before."), "good")
        return redirect(url_for("juries.view_rounds", slug=slug, challenge_id=challenge_id))
    return _round_page(form, event, challenge, None)


@blueprint.route(
    "/manage/<slug>/jury/<id:challenge_id>/rounds/<int:position>", methods=["GET", "POST"]
)
@signed_in
def change_round(slug: str, challenge_id: int, position: int) -> Page:
    """Change a round."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    refuse_tied(actor(), [challenge.id])
    one = _find(challenge, position)
    form = PageForm(schemas.JudgingRoundIn, _as_typed(one, event.timezone))
    if form.submit(lambda data: services.change_round(actor(), challenge.id, position, **data)):
        flash(_("The round is changed."), "good")
        return redirect(url_for("juries.view_rounds", slug=slug, challenge_id=challenge_id))
    return _round_page(form, event, challenge, one)


def _find(challenge: Any, position: int) -> Any:
    """Return a round, None for the first before the jury was set up; NotFound for another."""
    found = {one.position: one for one in queries.list_rounds(challenge)}
    if position not in found and position != FIRST:
        raise NotFound
    return found.get(position)


def _as_typed(one: Any, zone: str) -> dict[str, Any]:
    if one is None:
        return {"kind": "review", "blindness": "open", "per_proposal": 3}
    return {
        "name": one.name,
        "kind": one.kind,
        "blindness": one.blindness,
        "per_proposal": one.per_proposal,
        "opens_at": local_input(one.opens_at, zone),
        "closes_at": local_input(one.closes_at, zone),
    }


def _round_page(form: PageForm, event: Any, challenge: Any, one: Any) -> Page:
    return form.render(
        "juries/round.html",
        event=event,
        challenge=challenge,
        one=one,
        is_begun=one is not None and queries.has_assignments(one),
        kinds=list(ROUND_KINDS.items()),
        blindnesses=list(BLINDNESSES.items()),
    )


@blueprint.post("/manage/<slug>/jury/<id:challenge_id>/rounds/<int:position>/remove")
@signed_in
@writes
def remove_round(slug: str, challenge_id: int, position: int) -> Page:
    """Remove the last round before anything was assigned in it."""
    challenge = panel.get_event_challenge(panel.get_jury_event(actor(), slug), challenge_id)
    services.remove_round(actor(), challenge.id, position)
    flash(_("The round is removed."), "good")
    return redirect(url_for("juries.view_rounds", slug=slug, challenge_id=challenge_id))


@blueprint.route(
    "/manage/<slug>/jury/<id:challenge_id>/rounds/<int:position>/rubric", methods=["GET", "POST"]
)
@signed_in
def edit_rubric(slug: str, challenge_id: int, position: int) -> Page:
    """Show what jurors score by in a round, and change it until the first score locks it."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    one = _find(challenge, position)
    rubric = queries.rubric_of(one) if one else plain_rubric(criteria_of(challenge))
    form = PageForm(schemas.RubricIn, _rubric_as_typed(one, rubric, position))
    if form.submit(lambda data: services.change_rubric(actor(), challenge.id, position, **data)):
        flash(_("The rubric is saved. The first score locks it."), "good")
        return redirect(url_for("juries.view_rounds", slug=slug, challenge_id=challenge_id))
    return form.render(
        "juries/rubric.html",
        event=event,
        challenge=challenge,
        position=position,
        one=one,
        rubric=rubric,
        is_first=position == FIRST,
        tie_rules=TIE_RULES,
        kinds=ROUND_KINDS,
    )


def _rubric_as_typed(one: Any, rubric: Any, position: int) -> dict[str, Any]:
    """Return a rubric as its form shows it, with room for more."""
    rows = [
        {
            "key": row.key,
            "name": row.name,
            "description": row.description,
            "weight": row.weight,
            "levels": list(row.levels),
            "threshold": rubric.thresholds.get(row.key),
        }
        for row in rubric.criteria
    ]
    spare = 0 if position == FIRST else min(SPARE_ROWS, MAX_CRITERIA - len(rows))
    questions = [{"key": row.key, "text": row.text} for row in rubric.knock_outs]
    return {
        "version": one.rubric.version if one else 1,
        "criteria": rows + [{} for _row in range(spare)],
        "total": rubric.total,
        "knock_outs": questions + [{} for _row in range(min(2, MAX_KNOCK_OUTS - len(questions)))],
        "tie_rules": [str(rule) for rule in rubric.tie_rules],
    }
