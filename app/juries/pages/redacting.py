"""What tells jurors of a blind round who proposes: for authors, and for organisers who redact."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core.authz import Actor
from app.juries import schemas
from app.juries.pages.frame import CHALLENGE, blueprint
from app.juries.queries import panel
from app.juries.queries import redacting as queries
from app.juries.queries.blinding import judged_blind
from app.juries.queries.copies import BlindShown, list_blind_files
from app.juries.rules.blinding import ANSWER
from app.juries.services import copying
from app.juries.services import redacting as services
from app.proposals.queries import is_tied, refuse_tied
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, signed_in, writes
from app.web.paging import numbered
from app.web.panels import panel as on_page

COPY_STATES = {
    "preparing": lazy_gettext("being prepared"),
    "ready": lazy_gettext("jurors can read it"),
    "names": lazy_gettext("withheld: it may name who proposes"),
    "unreadable": lazy_gettext("withheld: nobody can check what it says"),
    "form": lazy_gettext("withheld: it is a form"),
    "embedded": lazy_gettext("withheld: other files are embedded in it"),
    "broken": lazy_gettext("withheld: no copy could be made"),
    "": lazy_gettext("withheld by an organiser"),
}


@blueprint.app_template_filter("copy_words")
def copy_words(shown: BlindShown) -> str:
    """Return in words how far the copy of a file is."""
    key = shown.reason if shown.state == "withheld" else shown.state
    return str(COPY_STATES[key])


@on_page("proposal.writing", 10, "juries/_panel_traces.html")
def traces(proposal: Any, _reader: Actor) -> dict[str, Any] | None:
    """Warn the authors of what would tell jurors of a blind round who they are."""
    found = queries.traces_of(proposal)
    return {"traces": found, "names": part_names(proposal)} if found else None


def part_names(proposal: Any) -> dict[str, str]:
    """Return how the form calls the parts of a proposal."""
    labels = {ANSWER + one.key: one.label for one in proposal.challenge.questions}
    return {"title": _("Title"), "summary": _("Summary"), **labels}


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/redactions")
@signed_in
def view_redactions(slug: str, challenge_id: int) -> Page:
    """Show in which proposals blind jurors might read who proposes."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    found, turns = numbered(
        lambda limit, after: queries.list_looked(actor(), challenge, limit, after)
    )
    return render_template(
        "juries/redactions.html",
        event=event,
        challenge=challenge,
        tabs=CHALLENGE.tabs(slug=slug, challenge_id=challenge_id),
        is_blind=bool(judged_blind([challenge.id])),
        is_tied=is_tied(actor(), challenge.id),
        found=found,
        **turns,
    )


@blueprint.route(
    "/manage/<slug>/jury/<id:challenge_id>/redactions/<id:proposal_id>", methods=["GET", "POST"]
)
@signed_in
def redact_proposal(slug: str, challenge_id: int, proposal_id: int) -> Page:
    """Show a proposal as blind jurors read it, and redact a passage of it."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    looked = queries.get_looked(actor(), challenge, proposal_id)
    form = PageForm(schemas.RedactionIn)

    def redact(data: dict[str, Any]) -> Any:
        return services.redact_passage(actor(), challenge, proposal_id, **data)

    if form.submit(redact) is not None:
        flash(_("Blind jurors no longer read this passage."), "good")
        return redirect(_address(slug, challenge_id, proposal_id))
    return form.render(
        "juries/redact.html",
        event=event,
        challenge=challenge,
        looked=looked,
        copies=list_blind_files(looked.id) if judged_blind([challenge.id]) else [],
        names=part_names(looked.proposal),
        is_tied=is_tied(actor(), challenge.id),
    )


@blueprint.post(
    "/manage/<slug>/jury/<id:challenge_id>/redactions/<id:proposal_id>/<id:redaction_id>/remove"
)
@signed_in
@writes
def remove_redaction(slug: str, challenge_id: int, proposal_id: int, redaction_id: int) -> Page:
    """Let blind jurors read a passage again."""
    challenge = panel.get_event_challenge(panel.get_jury_event(actor(), slug), challenge_id)
    services.remove_redaction(actor(), challenge, proposal_id, redaction_id)
    flash(_("Blind jurors read this passage again."), "good")
    return redirect(_address(slug, challenge_id, proposal_id))


@blueprint.post(
    "/manage/<slug>/jury/<id:challenge_id>/redactions/<id:proposal_id>/files/<id:blind_file_id>"
)
@signed_in
@writes
def answer_copy(slug: str, challenge_id: int, proposal_id: int, blind_file_id: int) -> Page:
    """Release the copy of a file to blind jurors, or withhold it."""
    challenge = panel.get_event_challenge(panel.get_jury_event(actor(), slug), challenge_id)
    refuse_tied(actor(), [challenge.id])
    schema = schemas.CopyAnswer()
    data = schema.load(form_values(schema, request.form))
    copying.answer_copy(actor(), challenge, proposal_id, blind_file_id, **data)
    flash(_("Your answer on the file is kept."), "good")
    return redirect(_address(slug, challenge_id, proposal_id))


def _address(slug: str, challenge_id: int, proposal_id: int) -> str:
    return url_for(
        "juries.redact_proposal", slug=slug, challenge_id=challenge_id, proposal_id=proposal_id
    )
