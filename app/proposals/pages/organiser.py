"""Pages of an event's organisers: the board of proposals, and screening."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.challenges.queries import get_visible_challenge
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.ids import decode_id
from app.core.permissions import Permission
from app.events.policies import may
from app.events.queries import get_managed_event
from app.proposals import queries
from app.proposals.pages.base import STATES, blueprint
from app.proposals.rules import SCREENABLE
from app.proposals.services import exporting
from app.web.forms import Form, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import BOARD, board_tab

board_tab(0, lazy_gettext("Proposals"), "proposals.manage_proposals", Permission.EVENT_MANAGE)
FUNNEL = ("withdrawn", "ineligible", "eligible", "shortlisted", "selected", "not_selected")


@blueprint.get("/manage/<slug>/proposals")
@signed_in
def manage_proposals(slug: str) -> str:
    """Show how far the proposals of each challenge have come, and the proposals themselves."""
    event = _managed(slug)
    challenge_id, state = _chosen_challenge(), request.args.get("state", "")
    seen = queries.sight_of(actor(), event)
    found = queries.list_on_board(event, seen, challenge_id)
    return render_template(
        "proposals/board.html",
        event=event,
        funnels=queries.list_funnels(event, seen),
        columns=FUNNEL,
        names=STATES,
        screenable=SCREENABLE if may(actor(), Permission.PROPOSAL_SCREEN, event) else (),
        proposals=[one for one in found if state in ("", one.state)],
        states=[key for key in STATES if any(one.state == key for one in found)],
        state=state,
        challenge_id=challenge_id,
        closed=seen.closed,
        tabs=BOARD.tabs(event, slug=slug),
    )


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.EVENT_MANAGE, event)
    return event


def _chosen_challenge() -> int | None:
    try:
        return decode_id(request.args["challenge"]) if request.args.get("challenge") else None
    except ValueError as error:
        raise NotFound from error


@blueprint.route("/challenges/<id:challenge_id>/proposals/export", methods=["GET", "POST"])
@signed_in
def export_proposals(challenge_id: int) -> Response | tuple[str, int]:
    """Say what an export holds, then have it made and lead to where it can be waited for."""
    challenge = get_visible_challenge(actor(), challenge_id)
    authorize(actor(), Permission.CHALLENGE_EXPORT, challenge)
    back = url_for("challenges.view_challenge", challenge_id=challenge_id)
    names = {"title": _("Proposals: %(title)s", title=challenge.title)[:160], "back_url": back}
    form = PageForm(Form)
    begun = form.submit(lambda _data: exporting.start_export(actor(), challenge_id, **names))
    if begun is not None:
        return redirect(url_for("work.view_work", work_id=begun.id))
    return form.render(
        "proposals/export.html", challenge=challenge, event=challenge.event, back=back
    )
