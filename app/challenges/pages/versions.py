"""Pages of a brief's life before it is public: its versions, and what is said of it."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.challenges import queries
from app.challenges.pages.base import blueprint, phase_badge
from app.challenges.pages.words import FIELDS, SECTIONS
from app.challenges.rules.comparing import choose_pair
from app.challenges.rules.phases import DRAFTING
from app.challenges.schemas import CommentForm
from app.challenges.services import commenting
from app.core.errors import NotFound
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes

Answer = Response | str | tuple[str, int]
OCCASIONS = {"submitted": lazy_gettext("Sent for review"), "published": lazy_gettext("Published")}


@blueprint.get("/challenges/<id:challenge_id>/versions")
@signed_in
def show_versions(challenge_id: int) -> str:
    """Show the versions of a brief, and two of them side by side."""
    challenge = queries.get_readable_brief(actor(), challenge_id)
    versions = queries.list_versions(challenge)
    old, new = choose_pair([one.number for one in versions], _asked("old"), _asked("new"))
    return render_template(
        "challenges/versions.html",
        challenge=challenge,
        event=challenge.event,
        versions=versions,
        occasions=OCCASIONS,
        old=old,
        new=new,
        changes=queries.compare_versions(challenge, old, new),
        names=FIELDS,
    )


def _asked(name: str) -> int | None:
    """Return the number of a version in the address; what is no number is none of ours."""
    text = request.args.get(name, "")
    if text and not re.fullmatch("[0-9]{1,6}", text):
        raise NotFound
    return int(text) if text else None


@blueprint.route("/challenges/<id:challenge_id>/comments", methods=["GET", "POST"])
@signed_in
def comment_on_brief(challenge_id: int) -> Answer:
    """Show what owner and organisers say of a brief, and take what the reader says."""
    challenge = queries.get_readable_brief(actor(), challenge_id)
    form = PageForm(CommentForm, {"section": request.args.get("section", "whole")})
    said = form.submit(
        lambda data: commenting.add_comment(actor(), challenge_id, data["section"], data["text"])
    )
    if said is not None:
        flash(_("Comment added. The other side is told by mail."), "good")
        return _back(challenge_id)
    comments = queries.list_comments(challenge)
    return form.render(
        "challenges/comments.html",
        challenge=challenge,
        event=challenge.event,
        phase=phase_badge(challenge),
        groups=[(key, words, [c for c in comments if c.section == key]) for key, words in SECTIONS],
        sections=SECTIONS,
        is_open=challenge.phase in DRAFTING,
    )


@blueprint.post("/challenges/<id:challenge_id>/comments/<id:comment_id>/resolve")
@signed_in
@writes
def resolve_comment(challenge_id: int, comment_id: int) -> Response:
    """Say that a comment is dealt with."""
    commenting.resolve_comment(actor(), challenge_id, comment_id)
    return _back(challenge_id)


@blueprint.post("/challenges/<id:challenge_id>/comments/<id:comment_id>/reopen")
@signed_in
@writes
def reopen_comment(challenge_id: int, comment_id: int) -> Response:
    """Say that a comment is not dealt with after all."""
    commenting.resolve_comment(actor(), challenge_id, comment_id, is_resolved=False)
    return _back(challenge_id)


def _back(challenge_id: int) -> Any:
    return redirect(url_for("challenges.comment_on_brief", challenge_id=challenge_id))
