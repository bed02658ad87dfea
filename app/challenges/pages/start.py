"""Pages of a challenge owner: their challenges, and what a new one can start from."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges import queries
from app.challenges.pages.base import blueprint
from app.challenges.pages.steps import url_of
from app.challenges.queries.clones import list_earlier
from app.challenges.rules.steps import Step
from app.challenges.schemas import ChooseBrief, ImportBrief
from app.challenges.services import writing
from app.core import clock
from app.core.authz import authorize, can
from app.core.content import MEGABYTE
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.events.queries import get_visible_event, list_open_portals, list_upcoming_events
from app.identity.queries import list_organisations_of
from app.web.forms import PageForm
from app.web.guards import actor, signed_in
from challenges.brief import Schedule

Answer = Response | str | tuple[str, int]
MOST_EVENTS = 5
USUAL = Schedule(open_weeks=6, decision_weeks_after_close=8)


@blueprint.get("/challenges")
@signed_in
def list_own_challenges() -> str:
    """Show the challenges of the actor's organisations."""
    return render_template(
        "challenges/mine.html", challenges=queries.list_owned(actor()), places=_places()
    )


def _places() -> list[Any]:
    """Return where the actor may post a challenge: standing challenges, then the next events."""
    now = clock.now()
    found = (*list_open_portals(now), *list_upcoming_events(now, MOST_EVENTS))
    return [event for event in found if can(actor(), Permission.CHALLENGE_CREATE, event)]


@blueprint.route("/e/<slug>/challenges/new", methods=["GET", "POST"])
@signed_in
def start_challenge(slug: str) -> Answer:
    """Choose a ready-made brief or a blank one."""
    event = get_visible_event(actor(), slug)
    form = PageForm(ChooseBrief)
    made = form.submit(lambda data: _start(event, data))
    return gallery(form, event) if made is None else begin(made)


def _start(event: Any, data: dict[str, Any]) -> Any:
    brief = queries.get_library_brief(data["brief"]) if data.get("brief") else None
    dates = {} if brief else writing.first_dates(event, USUAL)
    return writing.create_challenge(
        actor(),
        event,
        organisation_id=data.get("organisation_id"),
        brief=brief,
        values=dates | _first_values(),
    )


@blueprint.post("/e/<slug>/challenges/import")
@signed_in
def import_brief(slug: str) -> Answer:
    """Start from a brief file; what is wrong with it is shown line by line."""
    event = get_visible_event(actor(), slug)
    form = PageForm(ImportBrief)
    findings: tuple[Any, ...] = ()
    try:
        brief = writing.read_brief_file(_sent_file())
        made = form.submit(
            lambda data: writing.create_challenge(
                actor(),
                event,
                organisation_id=data.get("import_for"),
                brief=brief,
                values=_first_values(),
            )
        )
        if made is not None:
            return begin(made)
    except Invalid as error:
        form.fail(error)
        findings = tuple(error.params.get("findings", ()))  # type: ignore[arg-type]  # our own
    return gallery(form, event, findings)


def begin(challenge: Any) -> Response:
    """Lead to the first step of a challenge that was just started."""
    flash(_("Draft started. It is saved as you write, and nobody else sees it yet."), "good")
    return redirect(url_of(challenge, Step.PROBLEM))


def _first_values() -> dict[str, str]:
    """Return what is likely true of a challenge that somebody starts: they answer for it."""
    return {"sponsor_name": actor().name}


def _sent_file() -> bytes:
    sent = request.files.get("file")
    content = sent.read(MEGABYTE) if sent else b""
    if not content:
        raise Invalid("file_missing", field="file")
    return content


def gallery(form: PageForm, event: Any, findings: tuple[Any, ...] = ()) -> tuple[str, int]:
    """Show what a challenge can start from."""
    authorize(actor(), Permission.EVENT_VIEW, event)
    theme = request.args.get("theme", "")
    briefs = queries.list_briefs()
    return form.render(
        "challenges/new.html",
        event=event,
        briefs=[brief for brief in briefs if theme in ("", brief.theme)],
        themes=sorted({brief.theme for brief in briefs}),
        theme=theme,
        findings=findings,
        earlier=list_earlier(actor(), event),
        organisations=list_organisations_of(actor()),
    )
