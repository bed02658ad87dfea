"""Pages on which the owner and the lead see who reads a challenge, and let readers in."""

from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from app.documents import queries, schemas, services
from app.documents.pages.base import PATH, STATES, TIERS, blueprint
from app.web.downloads import MOST_ROWS, send_csv
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered

SHOWN = 100  # of acceptances on the page; the file holds all


@blueprint.get(f"{PATH}/readers")
@signed_in
def list_readers(challenge_id: int) -> Page:
    """Show who asked, who accepted and who opened what."""
    return _readers(challenge_id, PageForm(schemas.AccessAnswer))


@blueprint.post(f"{PATH}/readers/<id:access_id>")
@signed_in
def answer_access(challenge_id: int, access_id: int) -> Page:
    """Let an organisation in, refuse it or take its access back."""
    queries.get_supervised(actor(), challenge_id)
    form = PageForm(schemas.AccessAnswer)
    done = form.submit(
        lambda data: services.answer_access(
            actor(), challenge_id, access_id, state=data["state"], reason=data.get("reason") or ""
        )
    )
    if done is None:
        return _readers(challenge_id, form)
    flash(f"{done.organisation.name}: {STATES[done.state][0]}", "good")
    return redirect(url_for(".list_readers", challenge_id=challenge_id))


@blueprint.get(f"{PATH}/acceptances.csv")
@signed_in
def export_acceptances(challenge_id: int) -> Response:
    """Download who accepted which version for whom."""
    challenge = queries.get_supervised(actor(), challenge_id)
    head = [_("Organisation"), _("Name"), _("Version"), _("Accepted at")]
    rows = [
        (
            one.access.organisation.name,
            one.person.name,
            one.agreement.version,
            one.accepted_at.isoformat(),
        )
        for one in queries.list_acceptances(challenge, MOST_ROWS)
    ]
    return send_csv("acceptances", head, rows)


def _readers(challenge_id: int, form: PageForm) -> Page:
    challenge = queries.get_supervised(actor(), challenge_id)

    def openings(limit: int, after: int) -> Any:
        return queries.list_openings(challenge, limit, after)

    opened, turns = numbered(openings)
    return form.render(
        "documents/readers.html",
        challenge=challenge,
        event=challenge.event,
        accesses=queries.list_accesses(challenge),
        acceptances=queries.list_acceptances(challenge, SHOWN),
        openings=opened,
        turns=turns,
        states=STATES,
        names=TIERS,
    )
