"""Pages on which an organiser imports a list of people, and takes it back."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.errors import Conflict, Invalid
from app.core.files import place
from app.core.permissions import Permission
from app.imports.messages import MESSAGES as OF_LISTS
from app.imports.rules import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from app.imports.rules.mapping import place_names
from app.imports.rules.summing import sum_up, troubles_of
from app.imports.services import check_upload
from app.registrations import services
from app.registrations.messages import FIELDS, MESSAGES
from app.registrations.pages.base import LIST, blueprint, managed
from app.registrations.queries import importing as queries
from app.registrations.rules.lines import NEEDED, TARGETS, WORDS
from app.registrations.schemas import ImportChoices
from app.tickets.queries import get_attendees, list_ticket_types
from app.web.downloads import send_csv
from app.web.forms import Form, Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered

ALL = "/manage/<slug>/tickets/imports"
ONE = f"{ALL}/<id:attendee_import_id>"
SHOWN = 100


@blueprint.route(ALL, methods=["GET", "POST"])
@signed_in
def upload_list(slug: str) -> Page:
    """Take a list of people; below it stand those that were taken before."""
    event = managed(slug, Permission.TICKET_MANAGE)
    form = PageForm(Form)
    try:
        placed: Any = _sent_list() if request.method == "POST" else None
        made = form.submit(lambda _data: services.upload_list(actor(), event, placed))
        if made is not None:
            return redirect(url_for(".choose_columns", slug=slug, attendee_import_id=made.id))
    except (Conflict, Invalid) as error:
        form.fail(error)
    found, turns = numbered(lambda *page: queries.list_imports(event.id, *page))
    return form.render(
        "registrations/import/upload.html",
        event=event,
        imports=found,
        made=queries.count_imported([one.id for one in found]),
        turns=turns,
        most=MAX_ROWS,
    )


def _sent_list() -> Any:
    sent = request.files.get("file")
    data = sent.stream.read(MAX_BYTES + 1) if sent else b""
    return place(check_upload(data, (sent and sent.filename) or "list.csv"))


@blueprint.route(f"{ONE}/columns", methods=["GET", "POST"])
@signed_in
def choose_columns(slug: str, attendee_import_id: int) -> Page:
    """Ask which column is what; the head has been guessed at."""
    event = managed(slug, Permission.TICKET_MANAGE)
    found = queries.get_import(actor(), event, attendee_import_id)
    listed = queries.read_listed(found)
    guessed = place_names(listed.head, TARGETS, WORDS, queries.known_heads(event.id))
    chosen = found.columns if found.chosen_at else guessed
    start = {"ticket_type": found.ticket_type_id, "is_mailing": found.is_mailing}
    form = PageForm(ImportChoices, start | {f"column-{key}": n for key, n in chosen.items()})
    data = form.read()
    if request.method == "POST":
        sent = {f"column-{name}": _place(name) for name in TARGETS}
        form.values |= sent
        columns = {name[7:]: place for name, place in sent.items() if place is not None}
        if data is not None and _choose(form, event, found.id, data | {"columns": columns}):
            return redirect(url_for(".check_import", slug=slug, attendee_import_id=found.id))
    return form.render(
        "registrations/import/columns.html",
        found=found,
        event=event,
        names=[(name, FIELDS[name]) for name in TARGETS],
        needed=NEEDED,
        columns=[(str(n), one or "–") for n, one in enumerate(listed.head)],
        example=listed.rows[0][1],
        lines=len(listed.rows),
        types=list_ticket_types(event.id),
    )


def _choose(form: PageForm, event: Any, import_id: int, chosen: dict[str, Any]) -> Any:
    return form.run(lambda: services.choose_columns(actor(), event, import_id, **chosen))


def _place(name: str) -> int | None:
    sent = request.form.get(f"column-{name}", "")
    is_place = sent.isascii() and sent.isdigit() and int(sent[:4]) < MAX_COLUMNS
    return int(sent[:4]) if is_place else None


@blueprint.route(f"{ONE}/check", methods=["GET", "POST"])
@signed_in
def check_import(slug: str, attendee_import_id: int) -> Page:
    """Show what an import would do, then have it done."""
    event = managed(slug, Permission.TICKET_MANAGE)
    found = queries.get_import(actor(), event, attendee_import_id)
    if found.chosen_at is None:
        return redirect(url_for(".choose_columns", slug=slug, attendee_import_id=found.id))
    form = PageForm(Form)
    names = {
        "title": _("Import of attendees: %(name)s", name=found.file.filename)[:160],
        "back_url": url_for(".upload_list", slug=slug),
    }
    begun = form.submit(
        lambda _data: services.start_import(actor(), event, attendee_import_id, **names)
    )
    if begun is not None:
        return redirect(url_for("work.view_work", work_id=begun.id))
    people = queries.check_import(event, found)
    rows = sorted(_rows(people), key=lambda row: not row[-1])  # errors first
    return form.render(
        "registrations/import/check.html",
        found=found,
        event=event,
        sum=sum_up(people, queries.imported_keys(event.id)),
        rows=rows[:SHOWN],
        has_more=len(rows) > SHOWN,
        types={one.id: one.name for one in list_ticket_types(event.id)},
        preview=[one for one in people if one.is_good][:5],
    )


def _rows(people: Any) -> Any:
    """Return what is wrong: line, field, words, and whether the line is left out for it."""
    for number, trouble in troubles_of(people):
        words = str(MESSAGES.get(trouble.code) or OF_LISTS[trouble.code])
        told = words % dict(trouble.params)
        yield number, str(FIELDS[trouble.field]), told, trouble.is_error


@blueprint.get(f"{ONE}/check.csv")
@signed_in
def download_check(slug: str, attendee_import_id: int) -> Any:
    """Download what is wrong with which line."""
    event = managed(slug, Permission.TICKET_MANAGE)
    found = queries.get_import(actor(), event, attendee_import_id)
    words = [
        (line, field, text, _("Left out") if is_error else _("Imported all the same"))
        for line, field, text, is_error in _rows(queries.check_import(event, found))
    ]
    head = [_("Line"), _("Field"), _("What is wrong"), _("What follows")]
    return send_csv("check-of-the-list", head, words)


@blueprint.route(f"{ONE}/undo", methods=["GET", "POST"])
@signed_in
def undo_import(slug: str, attendee_import_id: int) -> Page:
    """Show which tickets would go and which stay for a reason, then take the import back."""
    event = managed(slug, Permission.TICKET_MANAGE)
    found = queries.get_import(actor(), event, attendee_import_id)
    form = PageForm(Form)
    done = form.submit(lambda _data: services.undo_import(actor(), event, attendee_import_id))
    if done is not None:
        gone = len(done.gone)
        said = ngettext("%(num)s ticket is taken back.", "%(num)s tickets are taken back.", gone)
        flash(said, "good")
        return redirect(url_for(LIST, slug=slug, channel="import"))
    foreseen = services.foresee_undo(actor(), event, attendee_import_id)
    kept = foreseen.kept[:SHOWN]
    return form.render(
        "registrations/import/undo.html",
        found=found,
        event=event,
        gone=len(foreseen.gone),
        kept=len(foreseen.kept),
        tickets=get_attendees(actor(), event, kept) if kept else [],
    )
