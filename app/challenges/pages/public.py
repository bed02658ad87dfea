"""Pages that everybody may open: a challenge and its brief as a file."""

from typing import Any

from flask import Response, render_template, request, url_for

from app.challenges import queries
from app.challenges.pages.base import APPLICANTS, blueprint, phase_badge, phase_steps
from app.challenges.pages.steps import url_of
from app.challenges.policies import can_edit_challenge, is_owner
from app.challenges.rules.phases import DRAFTING
from app.challenges.rules.steps import Step
from app.core.text import slugify
from app.events.queries import get_visible_event
from app.web.fields import country_name
from app.web.guards import actor, public
from challenges.brief import write_brief


@blueprint.get("/challenges/<id:challenge_id>")
@public
def view_challenge(challenge_id: int) -> str:
    """Show a challenge: what it asks, what it offers, how it judges and until when."""
    challenge = queries.get_visible_challenge(actor(), challenge_id)
    may_edit = actor().is_signed_in and can_edit_challenge(actor(), challenge)
    return render_template(
        "challenges/view.html",
        challenge=challenge,
        event=challenge.event,
        phase=phase_badge(challenge),
        track=phase_steps(challenge),
        extensions=queries.list_extensions(challenge),
        applicants=[APPLICANTS.get(who, who) for who in challenge.who_may_apply],
        countries=[country_name(code) for code in challenge.countries],
        is_draft=challenge.phase in DRAFTING,
        edit_url=_edit_url(challenge),
        may_edit=may_edit,
        open_comments=queries.count_open_comments(challenge) if may_edit else 0,
        is_owner=is_owner(actor(), challenge),
        sent_back=queries.find_sent_back(challenge),
    )


def _edit_url(challenge: Any) -> str:
    """Return the step from which somebody looks at their draft, or the one to go on with."""
    step = request.args.get("step", "")
    if step in set(Step):
        return url_of(challenge, Step(step))
    return url_for("challenges.edit_challenge", challenge_id=challenge.id)


@blueprint.get("/challenges/<id:challenge_id>/brief.toml")
@public
def export_brief(challenge_id: int) -> Response:
    """Download a challenge as a brief file that `python3 -m challenges check` understands."""
    challenge = queries.get_visible_challenge(actor(), challenge_id)
    response = Response(write_brief(queries.brief_of(challenge)), mimetype="application/toml")
    name = slugify(challenge.title, 60) or "brief"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return response


@blueprint.get("/e/<slug>/challenges")
@public
def list_public_challenges(slug: str) -> str:
    """Show the challenges of an event."""
    event = get_visible_event(actor(), slug)
    theme = request.args.get("theme", "")
    found = queries.list_cards(event)
    return render_template(
        "challenges/list.html",
        event=event,
        challenges=[one for one in found if theme in ("", one.theme)],
        themes=sorted({one.theme for one in found}),
        theme=theme,
    )
