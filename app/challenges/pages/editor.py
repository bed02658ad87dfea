"""Pages on which a challenge is written step by step, checked, and sent for review."""

import re
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges import queries
from app.challenges.pages.base import blueprint, errors_of
from app.challenges.pages.coaching import coach, progress_of
from app.challenges.pages.form import choices, editor_values, with_spare_rows
from app.challenges.pages.steps import NAMES, points, progress_shown, track, url_of
from app.challenges.rules.completeness import Gap
from app.challenges.rules.steps import FIELDS, Step, first_open, next_step, step_of
from app.challenges.schemas import ChallengeDraft
from app.challenges.services import writing
from app.core import clock
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, signed_in, writes
from challenges.lifecycle import Phase

REMOVED = re.compile(r"(criteria|questions|measures)-(\d{1,2})")
STEP = f"/challenges/<id:challenge_id>/edit/<any({','.join(Step)}):step>"


@blueprint.get("/challenges/<id:challenge_id>/edit")
@signed_in
def edit_challenge(challenge_id: int) -> Response:
    """Lead to the first step that still needs something."""
    challenge = queries.get_editable_challenge(actor(), challenge_id)
    return redirect(url_of(challenge, first_open(queries.gaps_of(challenge, clock.now()))))


@blueprint.route(STEP, methods=["GET", "POST"])
@signed_in
def edit_step(challenge_id: int, step: str) -> Page:
    """Write one step of a challenge."""
    challenge, here = queries.get_editable_challenge(actor(), challenge_id), Step(step)
    if challenge.phase != Phase.DRAFT and request.method == "GET":
        return _after_draft(challenge, here)
    form = _form_of(here, editor_values(challenge))
    saved = form.submit(lambda data: _save_and_send(challenge_id, here, data))
    if saved is not None:
        return _after_saving(saved, here)
    gaps = queries.gaps_of(challenge, clock.now())
    if "check" in request.args and request.method == "GET":
        form.errors = errors_of(gap for gap in gaps if step_of(gap.field) is here)
    return _render(form, challenge, here, gaps)


@blueprint.post(f"{STEP}/autosave")
@signed_in
@writes
def autosave_challenge(challenge_id: int, step: str) -> dict[str, Any]:
    """Save what was typed so far; answers with the new version and how far the brief is."""
    queries.get_editable_challenge(actor(), challenge_id)  # whoever may not is told that first
    here = Step(step)
    schema = _form_of(here).schema
    data: dict[str, Any] = dict(schema.load(form_values(schema, request.form)))
    saved = _save(challenge_id, data)
    return {"version": saved.version, **progress_shown(saved, progress_of(saved), here)}


@blueprint.post("/challenges/<id:challenge_id>/take-back")
@signed_in
@writes
def take_back_challenge(challenge_id: int) -> Response:
    """Take a challenge back from review."""
    writing.take_back(actor(), challenge_id)
    return redirect(url_for("challenges.edit_challenge", challenge_id=challenge_id))


def _form_of(step: Step, values: Any = None) -> PageForm:
    return PageForm(ChallengeDraft, values, only=(*FIELDS[step], "version"))


def _save(challenge_id: int, data: dict[str, Any]) -> Any:
    version = data.pop("version")
    removed = REMOVED.fullmatch(request.form.get("remove", ""))
    if removed and removed[1] in data:
        rows, number = data[removed[1]], int(removed[2])
        data[removed[1]] = rows[:number] + rows[number + 1 :]
    return writing.save_draft(actor(), challenge_id, version=version, values=data)


def _save_and_send(challenge_id: int, here: Step, data: dict[str, Any]) -> Any:
    """Save a step; from the last one send the challenge, unless something is still missing."""
    saved = _save(challenge_id, data)
    is_sent = here is Step.SENDING and request.form.get("act") == "send"
    if is_sent and not queries.gaps_of(saved, clock.now()):
        return writing.submit_for_review(actor(), challenge_id)
    return saved


def _after_saving(challenge: Any, here: Step) -> Response:
    act = request.form.get("act", "save")
    if "remove" in request.form:
        flash(_("Removed"), "good")
        return redirect(url_of(challenge, here))
    if act == "send":
        is_kept = challenge.phase == Phase.DRAFT
        return redirect(url_of(challenge, here, check=1) if is_kept else url_of(challenge, here))
    if act == "preview":
        return redirect(
            url_for("challenges.view_challenge", challenge_id=challenge.id, step=str(here))
        )
    if act == "next":
        return redirect(url_of(challenge, next_step(here)))
    flash(_("Draft saved"), "good")
    part = {"add": act.removeprefix("add_"), "_anchor": act.removeprefix("add_")}
    return redirect(url_of(challenge, here, **(part if act.startswith("add_") else {})))


def _after_draft(challenge: Any, here: Step) -> Page:
    """Say that a challenge was sent, or show what it has become."""
    if challenge.phase != Phase.IN_REVIEW or here is not Step.SENDING:
        return redirect(url_for("challenges.view_challenge", challenge_id=challenge.id))
    form = PageForm(ChallengeDraft)
    return form.render("challenges/sent.html", challenge=challenge, event=challenge.event)


def _render(form: PageForm, challenge: Any, here: Step, gaps: tuple[Gap, ...]) -> Page:
    rows = with_spare_rows(form.values, request.args.get("add"))
    found = progress_of(challenge)
    steps = track(challenge, found, here)
    return form.render(
        "challenges/edit.html",
        challenge=challenge,
        event=challenge.event,
        step=str(here),
        name=NAMES[here],
        number=list(Step).index(here) + 1,
        steps=steps,
        elsewhere=points(challenge, (gap for gap in gaps if step_of(gap.field) is not here)),
        following=NAMES[next_step(here)],
        **rows,
        **choices(here, challenge.currency),
        sent_back=queries.find_sent_back(challenge),
        open_comments=queries.count_open_comments(challenge),
        coaching=coach(challenge),
        so_far=progress_shown(challenge, found, here),
    )
