"""Pages of organisations that look like one: the queue, the comparison, what becomes of them."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize, can
from app.core.permissions import Permission
from app.directory import schemas
from app.directory.messages import table_label
from app.directory.pages.frame import blueprint
from app.directory.queries import duplicates
from app.directory.services import finding, merging
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.paging import PER_PAGE, numbered
from app.web.panels import NextStep, next_steps
from app.web.tabs import operator_tab

# Owners decide on pairs of their own, but not as a part of the installation.
operator_tab(
    40,
    lazy_gettext("Duplicates"),
    "directory.list_duplicates",
    Permission.ORGANISATION_ADMINISTER,
    "directory.duplicate",
)


@next_steps
def waiting(who: Actor) -> Iterator[NextStep]:
    """Tell those who decide which organisations look like one."""
    if not (who.is_operator or who.administered_ids):
        return
    found = duplicates.list_pairs(who, limit=PER_PAGE)
    if found:
        yield NextStep(
            title=ngettext(
                "Look at two organisations that may be one",
                "Look at %(num)s pairs of organisations that may be one",
                len(found),
            ),
            url=url_for("directory.list_duplicates"),
            icon="copy",
        )


@blueprint.app_template_filter("moved_row")
def moved_row(item: tuple[str, int]) -> tuple[str, int]:
    """Return how many rows of a table move, with the table in words."""
    return table_label(item[0]), item[1]


@blueprint.get("/duplicates")
@signed_in
def list_duplicates() -> str:
    """Show which organisations look like one, the likest first."""
    authorize(actor(), Permission.DUPLICATE_VIEW)
    pairs, turns = numbered(
        lambda limit, offset: duplicates.list_pairs(actor(), limit=limit, offset=offset)
    )
    return render_template("directory/duplicates.html", pairs=pairs, **turns)


@blueprint.route("/duplicates/<id:pair_id>", methods=["GET", "POST"])
@signed_in
def duplicate(pair_id: int) -> Page:
    """Compare two organisations, say what a merge moves, and merge them."""
    shown = duplicates.get_pair(actor(), pair_id)
    form = PageForm(schemas.MergeForm)
    kept = form.submit(lambda data: merging.merge_pair(actor(), pair_id, keep=data["keep"]))
    if kept is not None:
        flash(_("They are one now: %(name)s.", name=kept.name), "good")
        return redirect(url_for("directory.list_duplicates"))
    return form.render("directory/duplicate.html", **_comparison(shown))


def _comparison(shown: Any) -> dict[str, Any]:
    """Return both sides, and what a merge into the one that is looked at would do."""
    row, pair = shown.row, shown.pair
    keep = row.second if request.args.get("keep") == "second" else row.first
    if pair.gone_id is not None:
        keep = row.second if pair.gone_id == row.first_id else row.first
    gone = row.second if keep is row.first else row.first
    may_see = any(
        can(actor(), permission, pair)
        for permission in (Permission.DUPLICATE_MERGE, Permission.DUPLICATE_ANSWER)
    )
    return {
        "shown": shown,
        "keep": keep,
        "gone": gone,
        "preview": duplicates.preview_merge(gone.id, keep.id) if may_see else None,
        "own": next((one for one in pair.ids if one in actor().administered_ids), None),
    }


@blueprint.post("/duplicates/<id:pair_id>/dismiss")
@signed_in
@writes
def dismiss(pair_id: int) -> Response:
    """Say that the two are not the same."""
    finding.dismiss_duplicate(actor(), pair_id)
    flash(_("They stay two, and are not suggested again."), "good")
    return redirect(url_for("directory.list_duplicates"))


@blueprint.post("/duplicates/<id:pair_id>/ask")
@signed_in
@writes
def ask(pair_id: int) -> Response:
    """Ask the owners of the other organisation to merge."""
    merging.ask_to_merge(actor(), pair_id)
    flash(_("The owners of the other organisation were asked."), "good")
    return redirect(url_for("directory.duplicate", pair_id=pair_id))


@blueprint.post("/duplicates/<id:pair_id>/accept")
@signed_in
@writes
def accept(pair_id: int) -> Response:
    """Take the organisation that asked into one's own."""
    kept = merging.answer_merge(actor(), pair_id, is_accepted=True)
    flash(_("They are one now: %(name)s.", name=kept.name if kept else ""), "good")
    return redirect(url_for("directory.list_duplicates"))


@blueprint.post("/duplicates/<id:pair_id>/decline")
@signed_in
@writes
def decline(pair_id: int) -> Response:
    """Decline to take the organisation that asked into one's own."""
    merging.answer_merge(actor(), pair_id, is_accepted=False)
    flash(_("They stay two."), "good")
    return redirect(url_for("directory.duplicate", pair_id=pair_id))
