"""The list of what came in to a challenge, and the page on which some of it stands side by side."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.comparison import queries, services
from app.comparison.pages.base import MARKS, ORDERS, blueprint
from app.comparison.rules import MOST, Mark, Order
from app.comparison.schemas import LONGEST_NOTE, NoteForm, OpinionForm
from app.core.errors import NotFound
from app.core.ids import decode_id, encode_id
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, signed_in, writes
from app.web.paging import numbered


@blueprint.get("/challenges/<id:challenge_id>/received")
@signed_in
def list_received(challenge_id: int) -> Page:
    """Show what was handed in to a challenge, and let its owner choose what to compare."""
    challenge = queries.get_compared(actor(), challenge_id)
    order, mark = _order(), _mark()
    rows, turns = numbered(
        lambda limit, offset: queries.list_received(
            actor(), challenge, order, limit, offset, mark=mark
        )
    )
    counts = queries.count_marks(challenge)
    return render_template(
        "comparison/received.html",
        challenge=challenge,
        event=challenge.event,
        rows=rows,
        turns=turns,
        total=sum(counts.values()),
        counts=counts,
        marks=MARKS | {queries.UNMARKED: _("Not marked")},
        orders=ORDERS,
        order=order,
        mark=mark or "",
        most=MOST,
    )


@blueprint.route("/challenges/<id:challenge_id>/compare", methods=["GET", "POST"])
@signed_in
def compare(challenge_id: int) -> Page:
    """Show proposals side by side; take a mark or a note where no script saves it."""
    challenge = queries.get_compared(actor(), challenge_id)
    ids = _chosen()
    if len(ids) > MOST:
        flash(_("Choose at most %(most)s proposals.", most=MOST), "bad")
        return redirect(url_for(".list_received", challenge_id=challenge_id))
    if not ids:
        flash(_("Choose the proposals that you want side by side."), "bad")
        return redirect(url_for(".list_received", challenge_id=challenge_id))
    form = PageForm(OpinionForm)
    done = form.submit(_keep)
    if done is not None:
        return _back(challenge_id, ids, done)
    sheet = queries.compare(actor(), challenge, ids)
    return form.render(
        "comparison/compare.html",
        challenge=challenge,
        event=challenge.event,
        sheet=sheet,
        refs=[encode_id(one.proposal.id) for one in sheet.columns],
        shown=_shown(ids),
        marks=MARKS,
        longest=LONGEST_NOTE,
        scored=any(one.score for one in sheet.columns),
    )


def _keep(data: dict[str, Any]) -> dict[str, Any]:
    """Keep a mark or a note, and say which."""
    if data["act"] == "mark":
        services.mark_proposal(actor(), data["about"], data.get("mark"))
    else:
        services.save_note(
            actor(), data["about"], data.get("text") or "", version=data.get("version") or 0
        )
    return data


def _back(challenge_id: int, ids: list[int], done: dict[str, Any]) -> Response:
    if done["act"] == "note":
        flash(_("Note saved"), "good")
    refs = [encode_id(one) for one in ids]
    about = encode_id(done["about"])
    here = url_for(".compare", challenge_id=challenge_id, proposal=refs, show=about)
    return redirect(here)


@blueprint.post("/proposals/<id:proposal_id>/note/autosave")
@signed_in
@writes
def autosave_note(proposal_id: int) -> dict[str, Any]:
    """Keep what was noted so far; answers with the new version."""
    schema = PageForm(NoteForm).schema
    data: dict[str, Any] = dict(schema.load(form_values(schema, request.form)))
    text, version = data.get("text") or "", data["version"]
    return {"version": services.save_note(actor(), proposal_id, text, version=version).version}


def _order() -> Order:
    wanted = request.args.get("sort", "")
    return Order(wanted) if wanted in set(Order) else Order.MARK


def _mark() -> str | None:
    wanted = request.args.get("mark", "")
    return wanted if wanted in {*Mark, queries.UNMARKED} else None


def _chosen() -> list[int]:
    """Return the proposals that the address names, each once."""
    try:
        return [decode_id(one) for one in dict.fromkeys(request.args.getlist("proposal"))]
    except ValueError as error:
        raise NotFound from error


def _shown(ids: list[int]) -> int:
    """Return which of them a narrow page shows: the one asked for, or the first."""
    try:
        wanted = decode_id(request.args.get("show", ""))
    except ValueError:
        return ids[0]
    return wanted if wanted in ids else ids[0]
