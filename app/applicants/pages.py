"""The page of an organisation's applicant file."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.applicants import queries, schemas, services
from app.applicants.rules import (
    MAX_ATTACHMENTS,
    PITCH_LENGTH,
    TEXTS,
    WANTED,
    missing_in,
)
from app.core.errors import Conflict, Invalid, NotFound
from app.core.files import place
from app.core.ids import decode_id
from app.core.permissions import Permission
from app.web.downloads import send_stored
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, signed_in, writes
from app.web.i18n import format_day
from app.web.tabs import ORGANISATION, Tab

blueprint = Blueprint("applicants", __name__)
PATH = "/organisations/<id:organisation_id>/applicant-file"

ORGANISATION.add(
    Tab(
        _l("Applicant file"),
        "applicants.applicant_file",
        Permission.APPLICANT_VIEW,
        order=70,
    )
)

IP_STATUSES: dict[str, LazyString] = {
    "none": _l("Nothing is protected"),
    "secret": _l("Kept secret"),
    "applied": _l("Patent applied for"),
    "granted": _l("Patent granted"),
    "licensed": _l("Used under somebody’s licence"),
    "open": _l("Open to everybody, such as open source"),
}
MISSING: dict[str, LazyString] = {
    "pitch": _l("The pitch in one line"),
    "about": _l("Who you are"),
    "team": _l("The team"),
    "track_record": _l("References"),
    "ip_status": _l("How your solutions are protected"),
    "rights_declared_at": _l("The declaration of your rights"),
}


@blueprint.app_template_filter("ip_status")
def ip_status(code: str | None) -> str:
    """Return the words of how something is protected."""
    return str(IP_STATUSES.get(code or "", "–"))


@blueprint.app_template_filter("day_of")
def day_of(instant: str) -> str:
    """Return the day of an instant that was frozen as text."""
    return format_day(datetime.fromisoformat(instant), "UTC")


@blueprint.route(PATH, methods=["GET", "POST"])
@signed_in
def applicant_file(organisation_id: int) -> Page:
    """Write what every proposal of an organisation says."""
    organisation = queries.get_applicant(actor(), organisation_id)
    form = PageForm(schemas.ApplicantFileForm, _values(queries.file_or_blank(organisation)))
    try:
        checked = _sent_file()
        if form.submit(lambda data: _save(organisation.id, data, checked)) is not None:
            flash(_("Saved"), "good")
            return redirect(url_for(".applicant_file", organisation_id=organisation.id))
    except (Conflict, Invalid) as error:
        kept = form.submit(lambda data: _save(organisation.id, data, None))
        form.fail(error)
        if kept is not None:
            form.values["version"] = kept.version
    return _render(form, organisation_id)


def _values(file: Any) -> dict[str, Any]:
    return {
        **{name: getattr(file, name) for name in (*TEXTS, "ip_status", "version")},
        "has_rights": file.rights_declared_at is not None,
    }


def _sent_file() -> Any:
    """Return the file that came with the form, looked at and written; None without one."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    data = sent.stream.read(services.MAX_FILE_BYTES + 1)
    return place(services.check_upload(data, sent.filename))


def _save(organisation_id: int, data: dict[str, Any], checked: Any) -> Any:
    version = data.pop("version")
    saved = services.save_file(actor(), organisation_id, version=version, values=data)
    if checked is not None:
        services.add_attachment(actor(), organisation_id, checked)
    if removed := request.form.get("remove_file"):
        services.remove_attachment(actor(), organisation_id, _attachment_id(removed))
    return saved


def _attachment_id(sent: str) -> int:
    try:
        return decode_id(sent)
    except ValueError as error:
        raise NotFound from error


def _render(form: PageForm, organisation_id: int) -> Page:
    organisation = queries.get_applicant(actor(), organisation_id)
    file = queries.file_or_blank(organisation)
    missing = missing_in(file)
    return form.render(
        "applicants/file.html",
        organisation=organisation,
        tabs=ORGANISATION.tabs(organisation, organisation_id=organisation.id),
        file=file,
        files=queries.list_attachments(organisation.id),
        missing=[MISSING[name] for name in missing],
        done=len(WANTED) - len(missing),
        total=len(WANTED),
        statuses=list(IP_STATUSES.items()),
        max_files=MAX_ATTACHMENTS,
        pitch_length=PITCH_LENGTH,
    )


@blueprint.post(f"{PATH}/autosave")
@signed_in
@writes
def autosave_applicant_file(organisation_id: int) -> dict[str, Any]:
    """Save what was typed so far; answers with the new version."""
    schema = PageForm(schemas.ApplicantFileForm).schema
    data: dict[str, Any] = dict(schema.load(form_values(schema, request.form)))
    return {"version": _save(organisation_id, data, None).version}


@blueprint.get(f"{PATH}/files/<id:attachment_id>")
@signed_in
def download_attachment(organisation_id: int, attachment_id: int) -> Response:
    """Download a file that goes with every proposal."""
    return send_stored(queries.get_attachment(actor(), organisation_id, attachment_id))
