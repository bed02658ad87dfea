"""The organiser's pages of results: ranking, decisions, telling everybody, the export."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import can
from app.core.permissions import Permission
from app.juries import schemas
from app.juries.pages.frame import CHALLENGE, OUTCOME_TONES, OUTCOMES, blueprint, why
from app.juries.pages.overriding import departing_outcomes
from app.juries.pages.reading import refusal_words, winner_words
from app.juries.queries import analysis, judging, overriding, panel, progress, results
from app.juries.queries.rounds import find_last_round
from app.juries.rules.judging import DECIDABLE, offered_outcomes, suggested_feedback
from app.juries.services import deciding
from app.juries.services import overriding as override_services
from app.proposals.queries import closed_to, is_tied
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from challenges.lifecycle import ProposalState
from challenges.scoring import round_fraction


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>")
@signed_in
def view_ranking(slug: str, challenge_id: int) -> Page:
    """Show the ranking of a challenge as it stands, with ties and decisions."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    closed = closed_to(actor(), event.id)
    found = results.load_results(challenge, closed)
    beside = analysis.calibrate_results(found)
    titles = {row.rank.proposal: row.title for row in found.rows}
    phase = phase_of(challenge, clock.now())
    tied = bool(closed) and is_tied(actor(), challenge.id)
    return render_template(
        "juries/ranking.html",
        event=event,
        challenge=challenge,
        tabs=CHALLENGE.tabs(slug=slug, challenge_id=challenge_id),
        results=found,
        reasons=[why(row, titles) for row in found.rows],
        beside=beside,
        refused=refusal_words(beside.refusal),
        winner=winner_words(beside.model, found),
        means=[_means(row) for row in found.rows],
        overrides=[] if tied else overriding.list_overrides(challenge, closed),
        may_decide=phase in DECIDABLE and not tied,
        is_tied=tied,
        phase=str(phase),
        unscreened=progress.count_unscreened(challenge) if phase in DECIDABLE else 0,
        tones=OUTCOME_TONES,
        address=_address_of(slug, challenge_id),
    )


def _means(row: results.ResultRow) -> list[str]:
    return [str(round_fraction(mean, 1)) for _key, mean in row.score.criterion_means]


def _address_of(slug: str, challenge_id: int) -> str:
    """Return the address before a proposal's own part; building each one anew takes too long."""
    return url_for("juries.view_ranking", slug=slug, challenge_id=challenge_id)


@blueprint.route("/manage/<slug>/jury/<id:challenge_id>/<id:proposal_id>", methods=["GET", "POST"])
@signed_in
def decide(slug: str, challenge_id: int, proposal_id: int) -> Page:
    """Show all scorecards of a proposal and take the decision."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    proposal = panel.get_open_proposal(actor(), challenge, proposal_id)
    decision = results.find_decision(proposal)
    cards = judging.list_scorecards(proposal, _round_id(challenge))
    comments = [card.comment_to_proposer for card in cards]
    form = PageForm(schemas.DecisionOnPage, _start(decision, suggested_feedback(comments)))
    saved = form.submit(lambda data: override_services.decide(actor(), proposal_id, **data))
    if saved is not None:
        if overriding.waits(saved):
            flash(_("This waits for a second signature now."), "good")
            return redirect(url_for("juries.view_override", override_id=saved.id))
        words = _("Recorded: %(outcome)s", outcome=OUTCOMES[saved.outcome])
        flash(words, "good")
        return redirect(url_for("juries.view_ranking", slug=slug, challenge_id=challenge_id))
    return form.render(
        "juries/decide.html",
        event=event,
        **_context(challenge, proposal, results.find_decision(proposal)),
        cards=judging.list_scorecards(proposal, _round_id(challenge)),
    )


def _round_id(challenge: Any) -> int | None:
    last = find_last_round(challenge, closed_to(actor(), challenge.event_id))
    return last.id if last else None


def _start(decision: Any, suggestion: str) -> dict[str, Any]:
    if decision is None:
        return {"version": 0, "feedback": suggestion}
    return {
        "version": decision.version,
        "outcome": decision.outcome,
        "reason": decision.reason,
        "feedback": decision.feedback or suggestion,
    }


def _context(challenge: Any, proposal: Any, decision: Any) -> dict[str, Any]:
    closed = closed_to(actor(), challenge.event_id)
    found = results.load_results(challenge, closed)
    titles = {row.rank.proposal: row.title for row in found.rows}
    row = next(row for row in found.rows if row.proposal_id == proposal.id)
    phase = phase_of(challenge, clock.now())
    is_told = decision is not None and decision.told_at is not None
    offered = offered_outcomes(phase, ProposalState(proposal.state))
    tied = bool(closed) and is_tied(actor(), challenge.id)
    may_decide = bool(offered) and not is_told and not tied
    may_decide = may_decide and can(actor(), Permission.JURY_DECIDE, challenge)
    waiting = None if tied else overriding.find_open(proposal.id)
    may_decide = may_decide and waiting is None
    return {
        "challenge": challenge,
        "proposal": proposal,
        "criteria": found.record.criteria,
        "decision": decision,
        "row": row,
        "reason": why(row, titles),
        "means": dict(zip((k for k, _m in row.score.criterion_means), _means(row), strict=True)),
        "waiting": waiting,
        "departing": departing_outcomes(found, proposal.id, offered) if may_decide else [],
        "outcomes": [(outcome, OUTCOMES[outcome]) for outcome in offered],
        "may_decide": may_decide,
        "is_tied": tied,
        "ends_judging": phase == "jury",
        "phase": str(phase),
        "unscreened": progress.count_unscreened(challenge) if may_decide else 0,
        "tones": OUTCOME_TONES,
    }


@blueprint.post("/manage/<slug>/jury/<id:challenge_id>/tell")
@signed_in
@writes
def tell_everyone(slug: str, challenge_id: int) -> Page:
    """Publish the outcomes of a challenge to all proposers at once."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    told = deciding.tell_everyone(actor(), challenge.id)
    flash(_("%(number)s proposers are being told", number=len(told)), "good")
    return redirect(url_for("juries.view_ranking", slug=slug, challenge_id=challenge_id))
