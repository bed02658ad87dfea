"""The page of the lead on who behind a proposal is linked to the owner's group."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core.ids import encode_id
from app.proposals.queries import get_submitted
from app.selection.pages.base import blueprint
from app.selection.pages.screening import screened
from app.selection.queries.links import find_group_links
from app.selection.schemas import DismissForm
from app.selection.services import linking
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in

SIGNS = {
    "declared": lazy_gettext("The applicant says so"),
    "vat": lazy_gettext("The same VAT number, but for the unit"),
    "website": lazy_gettext("Websites at the same domain"),
    "email": lazy_gettext("Addresses at the same domain"),
    "mail_and_site": lazy_gettext("Addresses of the one at the website of the other"),
}


@blueprint.route("/manage/<slug>/proposals/<id:proposal_id>/links", methods=["GET", "POST"])
@signed_in
def show_links(slug: str, proposal_id: int) -> Page:
    """Show each link with its evidence, and dismiss one with a reason."""
    proposal = screened(slug, proposal_id)
    form = PageForm(DismissForm)
    done = form.submit(lambda data: linking.dismiss_link(actor(), proposal_id, **data))
    if done is not None:
        flash(_("Dismissed. It stays so for these two organisations at this event."), "good")
        return redirect(url_for(".show_links", slug=slug, proposal_id=proposal_id))
    submitted = get_submitted(proposal)
    return form.render(
        "selection/links.html",
        proposal=submitted,
        challenge=proposal.challenge,
        event=proposal.challenge.event,
        links=find_group_links(submitted),
        chosen=_chosen(form),
    )


def _chosen(form: PageForm) -> tuple[Any, Any]:
    """Return which link a refused form was about."""
    return form.values.get("organisation_id"), form.values.get("key")


@blueprint.app_template_filter("link_sign")
def link_sign(sign: str) -> str:
    """Return the words for how a link shows."""
    return str(SIGNS[sign])


@blueprint.app_template_filter("is_chosen_link")
def is_chosen(link: Any, chosen: tuple[Any, Any]) -> bool:
    """Whether a link is the one that a refused form was about."""
    return (encode_id(link.organisation_id), link.key) == chosen
