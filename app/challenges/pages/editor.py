"""Pages of a challenge owner: start, write, check and send for review."""

import re
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges import queries
from app.challenges.pages.base import (
    APPLICANTS,
    THEMES,
    TRANSITIONS,
    blueprint,
    errors_of,
    phase_badge,
)
from app.challenges.pages.coaching import coach, progress_of, shown
from app.challenges.pages.words import GOALS, IP_TERMS
from app.challenges.queries.clones import list_earlier
from app.challenges.rules.drafting import DEFAULT_WORDS, TEXTS
from app.challenges.schemas import ChallengeDraft, ChooseBrief, ImportBrief
from app.challenges.schemas.drafts import MAX_ACTIVITIES
from app.challenges.services import writing
from app.core import clock
from app.core.authz import authorize
from app.core.content import MEGABYTE
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.events.queries import get_visible_event
from app.identity.messages import ECOSYSTEMS, PRIORITIES
from app.identity.queries import list_organisations_of
from app.identity.rules.nace import Level, activity_label, list_activities
from app.web.fields import local_input, money_text
from app.web.forms import PageForm, form_values
from app.web.guards import actor, signed_in, writes

Answer = Response | str | tuple[str, int]
_BLANK_CRITERION = dict.fromkeys(("key", "name", "weight", "description", "levels"))
_BLANK_MEASURE = dict.fromkeys(("name", "today", "wanted"))
_BLANK_QUESTION = dict.fromkeys(("key", "label", "help", "max_words"))
REMOVED = re.compile(r"(criteria|questions|measures)-(\d{1,2})")
WORD_LISTS = ("keywords", "countries", "languages")


@blueprint.get("/challenges")
@signed_in
def list_own_challenges() -> str:
    """Show the challenges of the actor's organisations."""
    return render_template("challenges/mine.html", challenges=queries.list_owned(actor()))


@blueprint.route("/e/<slug>/challenges/new", methods=["GET", "POST"])
@signed_in
def start_challenge(slug: str) -> Answer:
    """Choose a ready-made brief or a blank one."""
    event = get_visible_event(actor(), slug)
    form = PageForm(ChooseBrief)
    made = form.submit(
        lambda data: writing.create_challenge(
            actor(),
            event,
            organisation_id=data.get("organisation_id"),
            brief=queries.get_library_brief(data["brief"]) if data.get("brief") else None,
        )
    )
    if made is not None:
        return redirect(url_for("challenges.edit_challenge", challenge_id=made.id))
    return gallery(form, event)


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
                actor(), event, organisation_id=data.get("import_for"), brief=brief
            )
        )
        if made is not None:
            return redirect(url_for("challenges.edit_challenge", challenge_id=made.id))
    except Invalid as error:
        form.fail(error)
        findings = tuple(error.params.get("findings", ()))  # type: ignore[arg-type]  # our own
    return gallery(form, event, findings)


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


@blueprint.route("/challenges/<id:challenge_id>/edit", methods=["GET", "POST"])
@signed_in
def edit_challenge(challenge_id: int) -> Answer:
    """Write a challenge, as one long page in sections."""
    challenge = queries.get_editable_challenge(actor(), challenge_id)
    if challenge.phase != "draft":
        return redirect(url_for("challenges.view_challenge", challenge_id=challenge_id))
    form = PageForm(ChallengeDraft, editor_values(challenge))
    saved = form.submit(lambda data: _save(challenge_id, data))
    if saved is not None:
        return _after_saving(challenge_id)
    if "check" in request.args and request.method == "GET":
        form.errors = errors_of(queries.gaps_of(challenge, clock.now()))
    return _render_editor(form, challenge)


def _save(challenge_id: int, data: dict[str, Any]) -> Any:
    version = data.pop("version")
    if removed := re.fullmatch(
        r"(criteria|questions|measures)-(\d{1,2})", request.form.get("remove", "")
    ):
        rows, number = data[removed[1]], int(removed[2])
        data[removed[1]] = rows[:number] + rows[number + 1 :]
    return writing.save_draft(actor(), challenge_id, version=version, values=data)


def _after_saving(challenge_id: int) -> Response:
    act = request.form.get("act", "save")
    if "remove" in request.form:
        flash(_("Removed"), "good")
        return redirect(url_for("challenges.edit_challenge", challenge_id=challenge_id))
    if act == "check":
        return redirect(url_for("challenges.check_challenge", challenge_id=challenge_id))
    flash(_("Draft saved"), "good")
    if act.startswith("add_"):
        part = act.removeprefix("add_")
        return redirect(
            url_for("challenges.edit_challenge", challenge_id=challenge_id, add=part, _anchor=part)
        )
    return redirect(url_for("challenges.edit_challenge", challenge_id=challenge_id))


@blueprint.post("/challenges/<id:challenge_id>/autosave")
@signed_in
@writes
def autosave_challenge(challenge_id: int) -> dict[str, Any]:
    """Save what was typed so far; answers with the new version and how far the brief is."""
    schema = PageForm(ChallengeDraft).schema
    data: dict[str, Any] = dict(schema.load(form_values(schema, request.form)))
    saved = _save(challenge_id, data)
    return {"version": saved.version, **shown(progress_of(saved))}


@blueprint.get("/challenges/<id:challenge_id>/check")
@signed_in
def check_challenge(challenge_id: int) -> str:
    """Show what is missing before review."""
    challenge = queries.get_editable_challenge(actor(), challenge_id)
    gaps = queries.gaps_of(challenge, clock.now())
    return render_template(
        "challenges/check.html",
        challenge=challenge,
        event=challenge.event,
        errors=errors_of(gaps),
        phase=phase_badge(challenge),
        sent_back=queries.find_sent_back(challenge),
    )


@blueprint.post("/challenges/<id:challenge_id>/submit")
@signed_in
@writes
def submit_challenge(challenge_id: int) -> Response:
    """Ask the organisers to approve a challenge."""
    writing.submit_for_review(actor(), challenge_id)
    flash(_("Sent to the organisers. You will hear from them by mail."), "good")
    return redirect(url_for("challenges.view_challenge", challenge_id=challenge_id))


@blueprint.post("/challenges/<id:challenge_id>/take-back")
@signed_in
@writes
def take_back_challenge(challenge_id: int) -> Response:
    """Take a challenge back from review."""
    writing.take_back(actor(), challenge_id)
    return redirect(url_for("challenges.edit_challenge", challenge_id=challenge_id))


def editor_values(challenge: Any) -> dict[str, Any]:
    """Return a challenge as its form shows it: local times, amounts as people write them."""
    values = {name: getattr(challenge, name) for name in TEXTS}
    for name in WORD_LISTS:
        values[name] = ", ".join(values[name])
    for name in ("opens_at", "closes_at"):
        values[name] = local_input(values[name], challenge.event.timezone)
    codes = [activity_label(code) for code in values["nace"]]
    values["nace"] = codes + [""] * (MAX_ACTIVITIES - len(codes))
    values["budget_minor"] = money_text(challenge.budget_minor)
    parts = queries.draft_values(challenge)
    return {**values, **parts, "version": challenge.version}


def _render_editor(form: PageForm, challenge: Any) -> tuple[str, int]:
    rows = _with_spare_rows(form.values, request.args.get("add"))
    return form.render(
        "challenges/edit.html",
        challenge=challenge,
        event=challenge.event,
        criteria=rows["criteria"],
        questions=rows["questions"],
        measures=rows["measures"],
        **_choices(),
        total=sum(_number(row.get("weight")) for row in rows["criteria"] if row.get("name")),
        sent_back=queries.find_sent_back(challenge),
        open_comments=queries.count_open_comments(challenge),
        coaching=coach(challenge),
        so_far=shown(progress_of(challenge)),
    )


def _choices() -> dict[str, Any]:
    """Return what the editor's lists offer."""
    lists: dict[str, Mapping[Any, Any]] = {
        "themes": THEMES,
        "applicants": APPLICANTS,
        "transitions": TRANSITIONS,
        "ip_terms": IP_TERMS,
        "ecosystems": ECOSYSTEMS,
        "priorities": PRIORITIES,
        "goals": GOALS,
    }
    offered: dict[str, Any] = {name: list(words.items()) for name, words in lists.items()}
    return offered | {"activities": tuple(one.label for one in list_activities(Level.CLASS))}


def _with_spare_rows(values: Mapping[str, Any], added: str | None) -> dict[str, list[Any]]:
    """Return the rows to show: at least one of each kind, and one more where that was asked for."""
    criteria, questions = list(values.get("criteria") or []), list(values.get("questions") or [])
    measures = list(values.get("measures") or [])
    if added == "criterion" or not criteria:
        left = 100 - sum(_number(row.get("weight")) for row in criteria)
        criteria.append({"weight": max(1, left)})
    if added == "question" or not questions:
        questions.append({"max_words": DEFAULT_WORDS})
    if added == "measure" or not measures:
        measures.append({})
    return {
        "measures": [_BLANK_MEASURE | row for row in measures],
        "criteria": [_BLANK_CRITERION | row for row in criteria],
        "questions": [_BLANK_QUESTION | row for row in questions],
    }


def _number(value: Any) -> int:
    text = str(value if value is not None else "")
    return int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
