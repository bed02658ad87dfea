"""The page on which a juror says at once which applicants of a challenge they know."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.ids import encode_id
from app.juries import schemas
from app.juries.pages.frame import RELATIONS, blueprint
from app.juries.queries.declaring import get_question
from app.juries.services import conflicts
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in

EMPTY = {"is_known": False, "kind": None, "reason": None}


@blueprint.route("/jury/challenges/<id:challenge_id>/known", methods=["GET", "POST"])
@signed_in
def declare_known(challenge_id: int) -> Page:
    """Take what a juror ticked; show it again where something is missing."""
    form = PageForm(schemas.KnownApplicants)
    done = form.submit(
        lambda data: (conflicts.declare_conflicts(actor(), challenge_id, data["known"]),)
    )
    if done is not None:
        flash(_words(*done), "good")
        return redirect(url_for("juries.my_assignments"))
    question = get_question(actor(), challenge_id)
    sent = {row.get("proposal_id"): row for row in form.values["rows"] or ()}
    errors = _by_proposal(form)
    form.errors = _in_order(form.errors, errors, question)
    return form.render(
        "juries/known.html",
        question=question,
        sent=[EMPTY | sent.get(encode_id(one.proposal_id), {}) for one in question.items],
        relations=list(RELATIONS.items()),
    )


def _words(number: int) -> str:
    if not number:
        return _("Nothing was declared. You can come back to this list until the judging is over.")
    return ngettext(
        "You have stepped back from %(num)s proposal. The organisers know.",
        "You have stepped back from %(num)s proposals. The organisers know.",
        number,
    )


def _by_proposal(form: PageForm) -> dict[str, dict[str, list[str]]]:
    """Return the messages of the rows as they were sent, by proposal and field."""
    found: dict[str, dict[str, list[str]]] = {}
    for number, row in enumerate(form.values["rows"] or ()):
        for name in ("kind", "reason"):
            if words := form.errors.get(f"rows-{number}-{name}"):
                found.setdefault(str(row.get("proposal_id")), {})[name] = words
    return found


def _in_order(
    errors: dict[str, list[str]], by_proposal: dict[str, dict[str, list[str]]], question: Any
) -> dict[str, list[str]]:
    """Return the messages at the rows as they are shown now, for some may be gone meanwhile."""
    found = {key: words for key, words in errors.items() if not key.startswith("rows-")}
    for number, one in enumerate(question.items):
        for name, words in by_proposal.get(encode_id(one.proposal_id), {}).items():
            found[f"rows-{number}-{name}"] = words
    return found
