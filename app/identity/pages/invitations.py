"""Pages where invitations are answered and looked after, whatever they invite to."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.addresses import email_key
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.core.text import is_storable
from app.core.uow import in_unit_of_work
from app.identity import passwords, queries, schemas, services
from app.identity.choices import ROLE_HINTS, ROLES
from app.identity.pages.frame import HOME, begin_session, blueprint, leave, network
from app.identity.rules import ACTING, MemberRole, Purpose
from app.identity.rules.sessions import SignInWay
from app.web import login
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.invitations import Asked, asked_of, describes
from app.web.panels import NextStep, next_steps

ACCEPT, DECLINE, SWITCH = "accept", "decline", "switch"


@blueprint.get("/invitations/<id:invitation_id>")
@signed_in
def invitation(invitation_id: int) -> str:
    """Show who asks the reader into what."""
    found = queries.get_invitation_to(actor(), invitation_id)
    return render_template(
        "identity/invitation.html",
        invitation=found,
        asked=asked_of(found),
        may_answer=can(actor(), Permission.INVITATION_ANSWER, found),
    )


@blueprint.post("/invitations/<id:invitation_id>/accept")
@signed_in
@writes
def accept_invitation(invitation_id: int) -> Response:
    """Say yes."""
    found = queries.get_invitation_to(actor(), invitation_id)
    asked = asked_of(found)
    services.accept_invitation(actor(), found)
    return _arrive(asked)


def _arrive(asked: Asked) -> Response:
    flash(asked.done, "good")
    return redirect(asked.landing)


@blueprint.post("/invitations/<id:invitation_id>/decline")
@signed_in
@writes
def decline_invitation(invitation_id: int) -> Response:
    """Say no."""
    found = queries.get_invitation_to(actor(), invitation_id)
    services.decline_invitation(actor(), found, reason=_reason())
    flash(_("The invitation is declined."), "good")
    return redirect(HOME)


@blueprint.post("/invitations/<id:invitation_id>/resend")
@signed_in
@writes
def resend_invitation(invitation_id: int) -> Response:
    """Send an invitation again, with a new link."""
    sent = services.resend_invitation(actor(), invitation_id)
    flash(_("The invitation goes out again. The link sent before no longer works."), "good")
    return redirect(asked_of(sent).managed_at)


@blueprint.post("/invitations/<id:invitation_id>/withdraw")
@signed_in
@writes
def withdraw_invitation(invitation_id: int) -> Response:
    """Take an invitation back."""
    taken = services.withdraw_invitation(actor(), invitation_id)
    flash(_("The invitation is withdrawn."), "good")
    return redirect(asked_of(taken).managed_at)


@blueprint.route("/invitation/<link>", methods=["GET", "POST"])
@public
def mailed_invitation(link: str) -> Page:
    """Show the invitation of a mail to whoever has the mail, and take the answer.

    The link proves the address: somebody without an account makes one here and is in.
    """
    found = services.read_link(link)
    answer = request.form.get("answer")
    if answer == SWITCH:
        leave()
        return redirect(request.path)
    if answer == DECLINE:
        in_unit_of_work(lambda: services.decline_by_link(actor(), link, reason=_reason()))
        flash(_("The invitation is declined."), "good")
        return redirect(HOME if actor().is_signed_in else "/")
    if actor().is_signed_in:
        return _answer_signed_in(link, found)
    if queries.find_person_by_email(found.email or ""):
        session[login.AFTER_SIGN_IN] = request.path
        return _page(found, "sign_in"), 200
    return _answer_as_new(link, found)


def _reason() -> str:
    """Return why somebody declines; what cannot be stored is left out, for no answer is owed."""
    said = request.form.get("decline_reason", "").strip()[: schemas.LONGEST_REASON]
    return said if is_storable(said) else ""


def _page(found: Any, state: str) -> str:
    return render_template(
        "identity/mailed_invitation.html", invitation=found, asked=asked_of(found), state=state
    )


def _answer_signed_in(link: str, found: Any) -> Page:
    if email_key(actor().email) != found.email_key:
        return _page(found, "other"), 200
    if request.form.get("answer") == ACCEPT:
        asked = asked_of(found)
        in_unit_of_work(lambda: services.accept_by_link(actor(), link))
        return _arrive(asked)
    return _page(found, "mine"), 200


def _answer_as_new(link: str, found: Any) -> Page:
    names = {"given_name": found.given_name, "family_name": found.family_name}
    form, asked = PageForm(schemas.NewAccount, names), asked_of(found)
    data = form.read()
    if data and form.run(lambda: services.begin_sign_up(network())):
        data["password_hash"] = passwords.hash_password(data.pop("password"))
        language = str(get_locale())
        person = form.run(lambda: services.accept_with_account(link, language=language, **data))
        if person is not None:
            begin_session(person, SignInWay.INVITATION)
            return _arrive(asked)
    form.values.pop("password", None)
    return form.render(
        "identity/mailed_invitation.html", invitation=found, asked=asked, state="new"
    )


@describes(Purpose.MEMBERSHIP)
def membership(invitation: Any) -> Asked:
    """Return the words of an invitation into an organisation."""
    organisation = invitation.organisation
    names = {"person": invitation.invited_by.name, "organisation": organisation.name}
    role = MemberRole(invitation.role or MemberRole.MEMBER)
    here = url_for("identity.organisation", organisation_id=organisation.id)
    return Asked(
        title=_("%(person)s asks you to join %(organisation)s", **names),
        subtitle=organisation.name,
        text=(
            _("%(role)s: %(hint)s", role=str(ROLES[role]), hint=str(ROLE_HINTS[role])),
            _(
                "Those who belong to it see each other by name. You cannot judge what it "
                "proposes. You can leave at any time."
            ),
        ),
        accept=_("Join %(organisation)s", organisation=organisation.name),
        done=_("You now belong to %(name)s.", name=organisation.name),
        landing=here if role in ACTING else HOME,
        managed_at=url_for("identity.people", organisation_id=organisation.id),
        icon="building",
    )


@next_steps
def invitations(who: Actor) -> Iterator[NextStep]:
    """Tell people what they are invited to."""
    for one in queries.list_invitations_to(who):
        asked = asked_of(one)
        yield NextStep(
            title=asked.title,
            url=url_for("identity.invitation", invitation_id=one.id),
            due_at=one.expires_at,
            note=_("Accept or decline"),
            icon=asked.icon,
        )


@describes(Purpose.JOINING)
def joining(invitation: Any) -> Asked:
    """Return the words in which somebody asks an organisation to let them in."""
    person, organisation = invitation.invited_by, invitation.organisation
    names = {"person": person.name, "organisation": organisation.name}
    role = MemberRole.MEMBER
    return Asked(
        title=_("%(person)s asks to join %(organisation)s", **names),
        subtitle=organisation.name,
        text=(
            _("The address of %(person)s is %(email)s.", email=person.email, **names),
            _("%(role)s: %(hint)s", role=str(ROLES[role]), hint=str(ROLE_HINTS[role])),
            _("Accept only whom you know to work there. Owners can remove members at any time."),
        ),
        accept=_("Let %(person)s in", **names),
        done=_("%(person)s now belongs to %(organisation)s.", **names),
        landing=url_for("identity.people", organisation_id=organisation.id),
        managed_at=url_for("identity.organisations"),
    )
