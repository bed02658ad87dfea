"""Pages of outcomes that depart from the ranking: read, sign, withdraw."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.juries import schemas
from app.juries.pages.frame import OUTCOMES, blueprint
from app.juries.queries import overriding
from app.juries.queries.results import Results
from app.juries.rules.departing import departure
from app.juries.rules.judging import Outcome
from app.juries.services import overriding as services
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes
from app.web.panels import NextStep, next_steps


@blueprint.get("/overrides/<id:override_id>")
@signed_in
def view_override(override_id: int) -> str:
    """Show an outcome that departs from the ranking, why, and who signed it."""
    signing = overriding.get_signing(actor(), override_id)
    one = signing.override
    runs = can(actor(), Permission.JURY_DECIDE, one.challenge)
    title, passed = overriding.titles_for(actor(), one)
    return render_template(
        "juries/override.html",
        event=signing.event,
        override=one,
        title=title,
        departs=departure_words(passed, falls_short=one.falls_short),
        runs=runs,
        may_sign=one.is_open and one.asked_by_id != actor().person_id,
        may_withdraw=one.is_open and runs,
    )


@blueprint.post("/overrides/<id:override_id>/sign")
@signed_in
@writes
def sign_override(override_id: int) -> Response:
    """Sign what somebody else asked for."""
    done = _("Signed. The outcome counts now.")
    return _end(override_id, services.sign_override, done)


@blueprint.post("/overrides/<id:override_id>/withdraw")
@signed_in
@writes
def withdraw_override(override_id: int) -> Response:
    """Take back what waits for a second signature."""
    return _end(override_id, services.withdraw_override, _("Withdrawn. Nothing was changed."))


def _end(override_id: int, service: Callable[..., Any], done: str) -> Response:
    data = PageForm(schemas.OverrideRead).read() or {}
    service(actor(), override_id, version=data.get("version") or 0)
    flash(done, "good")
    return redirect(url_for("juries.view_override", override_id=override_id))


def departure_words(titles: Sequence[str], *, falls_short: bool) -> str:
    """Return in words how an outcome departs from the ranking."""
    found = []
    if titles:
        names = ", ".join(f"“{title}”" for title in titles)
        found.append(_("It is out of order with %(names)s.", names=names))
    if falls_short:
        found.append(_("The proposal is below a threshold of the rubric."))
    return " ".join(found)


def departing_outcomes(
    found: Results, proposal_id: int, offered: Sequence[Outcome]
) -> list[tuple[str, str]]:
    """Return which of the offered outcomes depart from the ranking, and how, in words."""
    standings = overriding.standings_of(found)
    titles = {row.proposal_id: row.title for row in found.rows}
    words = []
    for outcome in offered:
        departs = departure(proposal_id, outcome, standings)
        if departs:
            passed = [titles[one] for one in departs.passed]
            how = departure_words(passed, falls_short=departs.falls_short)
            words.append((str(OUTCOMES[outcome]), how))
    return words


@next_steps
def to_sign(actor: Actor) -> Iterator[NextStep]:
    """Tell whoever may sign that an outcome waits for a second signature."""
    for one in overriding.list_to_sign(actor):
        yield NextStep(
            title=_("Sign an outcome that departs from the ranking, or leave it"),
            url=url_for("juries.view_override", override_id=one.id),
            note=one.challenge.title,
            icon="scale",
        )
