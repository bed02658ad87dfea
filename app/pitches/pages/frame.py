"""What the pages of pitch days share: blueprint, words of stages and lights, the clock."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Blueprint, make_response, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.pitches.rules import Light, Stage

blueprint = Blueprint("pitches", __name__)
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
STAGES: dict[str, LazyString] = {
    Stage.WAITING: _("Waits"),
    Stage.OPEN: _("Open"),
    Stage.CLOSED: _("Closed"),
}
TONES = {Stage.WAITING: "neutral", Stage.OPEN: "info", Stage.CLOSED: "good"}
LIGHTS = {Light.NOBODY: "neutral", Light.SOME: "warn", Light.ALL: "good"}


@blueprint.app_template_filter("stage_badge")
def stage_badge(stage: str) -> tuple[str, str]:
    """Return the words and the tone of a stage."""
    return str(STAGES[Stage(stage)]), TONES[Stage(stage)]


@blueprint.app_template_filter("light_tone")
def light_tone(light: str) -> str:
    """Return the tone of a quorum light."""
    return LIGHTS[Light(light)]


@blueprint.app_template_filter("clock_marks")
def clock_marks(pitch: Any, minutes: Any) -> dict[str, str]:
    """Return when a pitch's talk and its questions end, for the clock that runs on the page."""
    talk = pitch.opened_at + timedelta(minutes=minutes.pitch)
    over = talk + timedelta(minutes=minutes.questions)
    return {"talk": talk.isoformat(), "over": over.isoformat()}


def unchanged_or(page: str) -> Response:
    """Answer a part that refreshes itself: with nothing when it is as it was.

    Its tag leaves out the tokens of its forms: they differ each time, and the earlier stay good.
    """
    response = make_response(page)
    response.set_etag(sha256(TOKEN.sub("", page).encode()).hexdigest())
    return response.make_conditional(request)
