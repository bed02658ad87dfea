"""Pages on which an organiser imports the list of a form tool, and the mark that it leaves."""

from itertools import islice
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.authz import Actor, can
from app.core.errors import Conflict, DomainError, Invalid
from app.core.files import place
from app.core.permissions import Permission
from app.identity.rules import Purpose
from app.imports import queries, schemas, services
from app.imports.messages import MESSAGES
from app.imports.rules import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from app.imports.rules.lines import Trouble
from app.imports.rules.mapping import ANSWER, NEEDED, guess, names_of
from app.imports.rules.summing import sum_up, troubles_of
from app.imports.services.preparing import check_time
from app.proposals.messages import MESSAGES as OF_PROPOSALS
from app.web.downloads import MOST_ROWS, send_csv
from app.web.fields import timezones
from app.web.forms import Form, Page, PageForm
from app.web.guards import actor, signed_in
from app.web.invitations import Asked, describes
from app.web.paging import numbered
from app.web.panels import panel
from app.web.words import words_for

blueprint = Blueprint("imports", __name__)
ALL = "/challenges/<id:challenge_id>/proposal-imports"
ONE = "/proposal-imports/<id:import_id>"
SHOWN = 100

FIELDS: dict[str, LazyString] = {
    "organisation": _l("Organisation"),
    "email": _l("E-mail"),
    "title": _l("Title"),
    "country": _l("Country"),
    "kind": _l("Kind of organisation"),
    "summary": _l("Summary"),
    "trl": _l("Maturity (TRL)"),
    "partners": _l("Partners"),
    "arrived_at": _l("Time of arrival"),
}


@blueprint.route(ALL, methods=["GET", "POST"])
@signed_in
def upload_list(challenge_id: int) -> Page:
    """Take a list; below it stand those that were taken before."""
    challenge = queries.get_challenge_to_import(actor(), challenge_id)
    form = PageForm(Form)
    try:
        placed: Any = _sent_list() if request.method == "POST" else None
        made = form.submit(lambda _data: services.upload_list(actor(), challenge_id, placed))
        if made is not None:
            return redirect(url_for(".choose_columns", import_id=made.id))
    except (Conflict, Invalid) as error:
        form.fail(error)
    found, turns = numbered(lambda *page: queries.list_imports(challenge.id, *page))
    return form.render(
        "imports/upload.html",
        challenge=challenge,
        event=challenge.event,
        imports=found,
        turns=turns,
        most=MAX_ROWS,
    )


def _sent_list() -> Any:
    sent = request.files.get("file")
    data = sent.stream.read(MAX_BYTES + 1) if sent else b""
    return place(services.check_upload(data, (sent and sent.filename) or "list.csv"))


@blueprint.route(f"{ONE}/columns", methods=["GET", "POST"])
@signed_in
def choose_columns(import_id: int) -> Page:
    """Ask which column is what; the head has been guessed at."""
    found = queries.get_import(actor(), import_id)
    listed, challenge = queries.read_listed(found), found.challenge
    known = queries.known_heads(challenge.id)
    chosen = found.columns if found.chosen_at else guess(listed.head, challenge.questions, known)
    start = {name: getattr(found, name) for name in ("made_as", "zone", "is_inviting")}
    form = PageForm(schemas.Choices, start | {f"column-{key}": n for key, n in chosen.items()})
    data = form.read()
    if request.method == "POST":
        sent = {f"column-{name}": _place(name) for name in names_of(challenge.questions)}
        form.values |= sent
        columns = {name[7:]: place for name, place in sent.items() if place is not None}
        if data is not None and _choose(form, import_id, listed.head, data | {"columns": columns}):
            return redirect(url_for(".check_import", import_id=import_id))
    return form.render(
        "imports/columns.html",
        found=found,
        challenge=challenge,
        event=challenge.event,
        names=[(name, _field_words(name, challenge.questions)) for name in _names(challenge)],
        needed=NEEDED,
        columns=[(str(n), one or "–") for n, one in enumerate(listed.head)],
        example=listed.rows[0][1],
        lines=len(listed.rows),
        zones=timezones(),
    )


def _choose(form: PageForm, import_id: int, head: Any, chosen: dict[str, Any]) -> Any:
    return form.run(lambda: services.choose_columns(actor(), import_id, head, **chosen))


def _names(challenge: Any) -> tuple[str, ...]:
    return names_of(challenge.questions)


def _place(name: str) -> int | None:
    sent = request.form.get(f"column-{name}", "")
    is_place = sent.isascii() and sent.isdigit() and int(sent[:4]) < MAX_COLUMNS
    return int(sent[:4]) if is_place else None


def _field_words(name: str, questions: Any) -> str:
    labels = {ANSWER + one.key: one.label for one in questions}
    return labels.get(name) or str(FIELDS.get(name, name))


@blueprint.route(f"{ONE}/check", methods=["GET", "POST"])
@signed_in
def check_import(import_id: int) -> Page:
    """Show what an import would do, then have it done."""
    found = queries.get_import(actor(), import_id)
    if found.chosen_at is None:
        return redirect(url_for(".choose_columns", import_id=import_id))
    form = PageForm(Form)
    names = {
        "title": _("Import: %(title)s", title=found.challenge.title)[:160],
        "back_url": url_for(".upload_list", challenge_id=found.challenge_id),
    }
    begun = form.submit(lambda _data: services.start_import(actor(), import_id, **names))
    if begun is not None:
        return redirect(url_for("work.view_work", work_id=begun.id))
    lines = queries.check_import(found)
    rows = sorted(_rows(lines, found), key=lambda row: not row[-1])  # errors first
    questions = found.challenge.questions
    return form.render(
        "imports/check.html",
        found=found,
        challenge=found.challenge,
        event=found.challenge.event,
        sum=sum_up(lines, queries.imported_keys(found.challenge_id)),
        rows=rows[:SHOWN],
        has_more=len(rows) > SHOWN,
        without=[one.label for one in questions if ANSWER + one.key not in found.columns],
        refused=_refusal(found),
        preview=[line for line in lines if line.is_good][:5],
    )


def _refusal(found: Any) -> str:
    """Return why a list cannot be imported now, in words; nothing if it can."""
    try:
        check_time(found)
    except DomainError as error:
        return words_for(error)
    return ""


def _rows(lines: Any, found: Any) -> Any:
    """Return what is wrong: line, field, words, and whether the line is left out for it."""
    questions = found.challenge.questions
    for number, trouble in troubles_of(lines):
        words = _trouble_words(trouble)
        yield number, _field_words(trouble.field, questions), words, trouble.is_error


def _trouble_words(trouble: Trouble) -> str:
    words = MESSAGES.get(trouble.code) or OF_PROPOSALS[trouble.code]
    return str(words) % dict(trouble.params)


@blueprint.get(f"{ONE}/check.csv")
@signed_in
def download_check(import_id: int) -> Response:
    """Download what is wrong with which line."""
    found = queries.get_import(actor(), import_id)
    rows = islice(_rows(queries.check_import(found), found), MOST_ROWS)
    words = [
        (line, field, text, _("Left out") if is_error else _("Imported all the same"))
        for line, field, text, is_error in rows
    ]
    head = [_("Line"), _("Field"), _("What is wrong"), _("What follows")]
    return send_csv("check-of-the-list", head, words)


@panel("challenge.action", 40, "imports/_action.html")
def offer_import(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Lead the organisers of a challenge to its import."""
    return {"challenge": challenge} if can(actor, Permission.CHALLENGE_IMPORT, challenge) else None


@panel("proposal.view", 5, "imports/_mark.html")
def show_mark(proposal: Any, _actor: Actor) -> dict[str, Any] | None:
    """Say of a proposal that was imported by whom, when and from which file."""
    mark = queries.find_mark(proposal.id)
    return {"mark": mark, "zone": proposal.challenge.event.timezone} if mark else None


@describes(Purpose.APPLICANT)
def invitation(asked: Any) -> Asked:
    """Return the words in which an applicant is asked to take over what was imported."""
    names = {"organisation": asked.organisation.name, "person": asked.invited_by.name}
    return Asked(
        title=_("Take over the proposals of %(organisation)s", **names),
        subtitle=asked.event.name,
        text=(
            _(
                "%(person)s entered %(organisation)s here with what you sent to the organisers "
                "elsewhere.",
                **names,
            ),
            _(
                "Whoever accepts becomes the owner of %(organisation)s, reads its proposals and "
                "may change them while the call is open.",
                **names,
            ),
        ),
        accept=_("Take them over"),
        done=_("They are yours now."),
        landing=url_for("proposals.list_own_proposals"),
        managed_at=url_for("proposals.manage_proposals", slug=asked.event.slug),
        icon="document",
    )


@blueprint.app_template_filter("lines")
def count_lines(number: int) -> str:
    """Return a number of lines in words."""
    return ngettext("%(num)s line", "%(num)s lines", number)
