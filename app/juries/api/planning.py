"""Wishes and assigning anew, for programs."""

from typing import Any

from flask import url_for

from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import bidding as wishes
from app.juries.queries import drafts, panel
from app.juries.rules.terms import Pair
from app.juries.services import bidding, rearranging
from app.web.guards import actor, token, writes
from app.web.openapi import no_content
from app.web.work_api import WorkOut


@blueprint.route("/events/<slug>/assignment-draft", methods=["POST"])
@blueprint.arguments(schemas.AnewIn)
@blueprint.response(202, WorkOut)
@token
@writes
def work_out_assignment(data: dict[str, Any], slug: str) -> Any:
    """Let the worker find who would judge what; what jurors have begun stays with them."""
    event = panel.get_jury_event(actor(), slug)
    back = url_for("juries.view_draft", slug=slug)
    return rearranging.work_out_later(actor(), event, **data, back_url=back)


@blueprint.route("/events/<slug>/assignment-draft", methods=["GET"])
@blueprint.response(200, schemas.AssignmentDraftSchema)
@token
def get_draft(slug: str) -> dict[str, Any]:
    """Give what was worked out and waits: who would come, go and stay."""
    draft = drafts.get_draft(actor(), panel.get_jury_event(actor(), slug))
    return {
        "id": draft.id,
        "challenge_id": draft.challenge_id,
        "made_at": draft.made_at,
        "outcome": draft.outcome,
    } | _change(rearranging.change_of(draft))


def _change(change: Any) -> dict[str, list[dict[str, int]]]:
    return {
        "added": _pairs(change.added),
        "removed": _pairs(change.removed),
        "kept": _pairs(change.kept),
    }


def _pairs(pairs: tuple[Pair, ...]) -> list[dict[str, int]]:
    return [{"juror_id": juror, "proposal_id": proposal} for juror, proposal in pairs]


@blueprint.route("/events/<slug>/assignment-draft/apply", methods=["POST"])
@blueprint.arguments(schemas.ApplyDraft)
@blueprint.response(204)
@token
@writes
def apply_draft(data: dict[str, Any], slug: str) -> Any:
    """Assign as it was worked out, if nothing changed since."""
    rearranging.apply_draft(actor(), panel.get_jury_event(actor(), slug), data["plan_id"])
    return no_content()


@blueprint.route("/events/<slug>/assignment-draft", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def drop_draft(slug: str) -> Any:
    """Forget what was worked out."""
    rearranging.drop_draft(actor(), panel.get_jury_event(actor(), slug))
    return no_content()


@blueprint.route("/bids", methods=["GET"])
@blueprint.response(200, schemas.BiddableList)
@token
def list_biddable() -> dict[str, Any]:
    """List the proposals that you may wish to judge, with your wishes."""
    return {"items": wishes.list_biddable(actor())}


@blueprint.route("/bids/<id:proposal_id>", methods=["PUT"])
@blueprint.arguments(schemas.BidIn)
@blueprint.response(200, schemas.BiddableSchema)
@token
@writes
def bid(data: dict[str, Any], proposal_id: int) -> Any:
    """Say whether you want to judge a proposal, or take that back."""
    return bidding.bid(actor(), proposal_id, data["wish"])
