"""The page on which authors look after those who make a proposal with them."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import can
from app.core.permissions import Permission
from app.identity.messages import KINDS
from app.identity.rules import Purpose
from app.proposals import queries
from app.proposals.pages.base import blueprint
from app.proposals.rules import is_editable
from app.proposals.rules.consortium import MAX_PARTNERS
from app.proposals.schemas import ConsortiumPartnerForm
from app.proposals.services import consortium
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.invitations import Asked, describes


@blueprint.route("/proposals/<id:proposal_id>/partners", methods=["GET", "POST"])
@signed_in
def partners(proposal_id: int) -> Page:
    """Show who makes a proposal together, and ask another organisation."""
    proposal = queries.get_own_proposal(actor(), proposal_id)
    form = PageForm(ConsortiumPartnerForm)
    named = form.submit(lambda data: consortium.name_partner(actor(), proposal_id, **data))
    if named is not None:
        flash(_("%(name)s is asked by mail.", name=named.name), "good")
        return redirect(url_for(".partners", proposal_id=proposal_id))
    proposal = queries.get_own_proposal(actor(), proposal_id)
    return form.render(
        "proposals/partners.html",
        proposal=proposal,
        challenge=proposal.challenge,
        event=proposal.challenge.event,
        together=queries.list_together(proposal),
        editable=is_editable(proposal, clock.now()),
        kinds=[(kind, str(label)) for kind, label in KINDS.items()],
        countries=countries(),
        most=MAX_PARTNERS,
    )


@blueprint.post("/proposals/<id:proposal_id>/partners/<id:ally_id>/remove")
@signed_in
@writes
def remove_partner(proposal_id: int, ally_id: int) -> Response:
    """Take a partner out; a partner that steps back itself is led to its proposals."""
    is_own = can(actor(), Permission.PROPOSAL_EDIT, queries.get_proposal(proposal_id))
    consortium.remove_partner(actor(), proposal_id, ally_id)
    flash(_("Taken out of the proposal"), "good")
    if is_own:
        return redirect(url_for(".partners", proposal_id=proposal_id))
    return redirect(url_for(".list_own_proposals"))


@describes(Purpose.CONSORTIUM)
def invitation(asked: Any) -> Asked:
    """Return the words in which an organisation is asked to make a proposal together."""
    partner = queries.find_invited(asked)
    names = {"organisation": asked.organisation.name, "person": asked.invited_by.name}
    here = url_for("proposals.view_proposal", proposal_id=partner.proposal_id) if partner else "/"
    managed = url_for("proposals.partners", proposal_id=partner.proposal_id) if partner else "/"
    return Asked(
        title=_("Make a proposal together with %(organisation)s", **names),
        subtitle=asked.event.name,
        text=(
            _(
                "%(person)s asks whether %(name)s is a partner in a proposal of %(organisation)s.",
                name=partner.name if partner else "–",
                **names,
            ),
            _(
                "Your organisation is then named in it, and its people may read it. Only "
                "%(organisation)s writes and submits it. Until the deadline you can step back.",
                **names,
            ),
        ),
        accept=_("Become a partner"),
        done=_("You are a partner now."),
        landing=here,
        managed_at=managed,
        icon="document",
    )
