"""Juries for programs: organisers run them, jurors score."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity.queries import list_invitations_of
from app.identity.rules import Purpose
from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import judging, panel, results
from app.juries.services import assigning, deciding, saving
from app.juries.services import conflicts as conflict_services
from app.juries.services import panel as panel_services
from app.proposals.queries import closed_to
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


@blueprint.route("/events/<slug>/jurors", methods=["GET"])
@blueprint.response(200, schemas.JurorList)
@token
def list_jurors(slug: str) -> dict[str, Any]:
    """List the panel of an event that you run."""
    return {"items": panel.list_jurors(panel.get_jury_event(actor(), slug))}


@blueprint.route("/events/<slug>/jurors", methods=["POST"])
@blueprint.arguments(schemas.NewJuror)
@blueprint.response(201, schemas.JuryInvitation)
@token
@writes
def invite_juror(data: dict[str, Any], slug: str) -> Any:
    """Ask an address onto the panel; whoever has it is a juror once they accept."""
    event = panel.get_jury_event(actor(), slug)
    return panel_services.invite_juror(actor(), event, **data)


@blueprint.route("/events/<slug>/jurors/invitations", methods=["GET"])
@blueprint.response(200, schemas.JuryInvitation(many=True))
@token
def list_invitations(slug: str) -> Any:
    """List the invitations to the panel that nobody has answered yet."""
    return list_invitations_of(panel.get_jury_event(actor(), slug).id, Purpose.JURY)


@blueprint.route("/events/<slug>/jurors/<id:juror_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_juror(slug: str, juror_id: int) -> Any:
    """Take a juror off the panel who has scored nothing."""
    panel_services.remove_juror(actor(), panel.get_jury_event(actor(), slug), juror_id)
    return no_content()


@blueprint.route("/events/<slug>/assignments", methods=["POST"])
@blueprint.arguments(schemas.NewAssignment)
@blueprint.response(201, schemas.RunSchema)
@token
def assign_proposals(data: dict[str, Any], slug: str) -> Any:
    """Assign the proposals of a challenge, or of all that are ready, and open the judging.

    When the rules cannot be met nothing is assigned and the outcome says why. An Idempotency-Key
    is not heeded, for the assignment is worked out between two writes; it may be sent again all
    the same: what is assigned stays, and a repeat adds only what is missing.
    """
    event = panel.get_jury_event(actor(), slug)
    return assigning.assign_now(
        actor(), event, data["challenge_id"], per_proposal=data["per_proposal"]
    )


@blueprint.route("/assignments", methods=["GET"])
@blueprint.response(200, schemas.AssignmentList)
@token
def list_assignments() -> dict[str, Any]:
    """List what you have to judge."""
    return {"items": judging.list_assignments(actor())}


@blueprint.route("/assignments/<id:assignment_id>/scorecard", methods=["GET"])
@blueprint.response(200, schemas.AssignmentSchema)
@token
def get_scorecard(assignment_id: int) -> Any:
    """Get a proposal that you judge, with your scorecard."""
    return judging.get_assignment(actor(), assignment_id)


@blueprint.route("/assignments/<id:assignment_id>/scorecard", methods=["PUT"])
@blueprint.arguments(schemas.SheetIn)
@blueprint.response(200, schemas.ScorecardSchema)
@token
@writes
def put_scorecard(data: dict[str, Any], assignment_id: int) -> Any:
    """Save your scorecard, or hand it in with `submit`."""
    saving.take_sheet(actor(), assignment_id, data["sheet"])
    return judging.get_assignment(actor(), assignment_id).scorecard


@blueprint.route("/assignments/<id:assignment_id>/conflict", methods=["POST"])
@blueprint.arguments(schemas.DeclaredConflict)
@blueprint.response(204)
@token
@writes
def declare_conflict(data: dict[str, Any], assignment_id: int) -> Any:
    """Step back from a proposal because something ties you to it."""
    conflict_services.declare_conflict(actor(), assignment_id, **data)
    return no_content()


@blueprint.route("/challenges/<id:challenge_id>/ranking", methods=["GET"])
@blueprint.response(200, schemas.RankingSchema)
@token
def get_ranking(challenge_id: int) -> Any:
    """Get the ranking of a challenge as it stands."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    return results.load_results(challenge, closed_to(actor(), challenge.event_id))


@blueprint.route("/proposals/<id:proposal_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.DecisionIn)
@blueprint.response(201, schemas.DecisionSchema)
@token
@writes
def decide(data: dict[str, Any], proposal_id: int) -> Any:
    """Record a decision; with a `version` change the one that was recorded.

    What departs from the ranking is refused: ask for an override, which somebody else signs.
    """
    if data["version"]:
        return deciding.change_decision(actor(), proposal_id, **data)
    return deciding.record_decision(actor(), proposal_id, data["verdict"])


@blueprint.route("/challenges/<id:challenge_id>/outcomes", methods=["POST"])
@blueprint.response(200, schemas.DecisionList)
@token
@writes
def tell_everyone(challenge_id: int) -> dict[str, Any]:
    """Publish the outcomes of a challenge to all proposers at once."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    authorize(actor(), Permission.JURY_DECIDE, challenge)
    return {"items": deciding.tell_everyone(actor(), challenge_id)}
