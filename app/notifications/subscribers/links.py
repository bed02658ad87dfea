"""Letters with a link that proves an address; only here it is known who has an account."""

from collections.abc import Callable

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.installation import site
from app.identity.facts import MailLinkRequested
from app.identity.models import MailLink, Person
from app.identity.queries import find_link, find_person_by_email
from app.identity.rules.links import LinkPurpose
from app.identity.services import text_of
from app.notifications.letters import Letter, Reader, address, greeting, post

Write = Callable[[Reader, MailLink], Letter]


@subscribe(MailLinkRequested)
def mail_link(fact: MailLinkRequested) -> None:
    """Mail a link that was asked for, unless it was used or ended meanwhile."""
    link = find_link(fact.link_id)
    if link is None:
        return
    person = find_person_by_email(link.email)
    reader = Reader.of(person) if person else Reader(link.email, language=link.language)
    write = _letter_for(link, person)
    post(fact, reader, lambda reader: write(reader, link))


def _letter_for(link: MailLink, person: Person | None) -> Write:
    is_known = {
        LinkPurpose.SIGN_IN: _sign_in,
        LinkPurpose.RESET: _reset,
        LinkPurpose.SIGN_UP: _has_account,
        LinkPurpose.NEW_EMAIL: _has_another_account,
        LinkPurpose.OLD_EMAIL: _old_email,
    }
    is_unknown = {
        LinkPurpose.SIGN_IN: _no_account,
        LinkPurpose.RESET: _no_account,
        LinkPurpose.SIGN_UP: _sign_up,
        LinkPurpose.NEW_EMAIL: _new_email,
        LinkPurpose.OLD_EMAIL: _old_email,
    }
    return (is_known if person else is_unknown)[LinkPurpose(link.purpose)]


def _unasked() -> tuple[str, ...]:
    return (_("If this was not you, you need not do anything."),)


def _sign_in(reader: Reader, link: MailLink) -> Letter:
    return Letter(
        kind="link_sign_in",
        subject=_("Sign in to %(site)s", site=site().name),
        greeting=greeting(reader),
        paragraphs=(_("This link signs you in. It works once, within 15 minutes."),),
        button=(_("Sign in"), address(f"/sign-in/link/{text_of(link)}")),
        after=_unasked(),
    )


def _reset(reader: Reader, link: MailLink) -> Letter:
    return Letter(
        kind="link_reset",
        subject=_("Set a new password for %(site)s", site=site().name),
        greeting=greeting(reader),
        paragraphs=(_("This link lets you set a new password. It works once, within an hour."),),
        button=(_("Set a new password"), address(f"/password/reset/{text_of(link)}")),
        after=_unasked(),
    )


def _no_account(reader: Reader, _link: MailLink) -> Letter:
    return Letter(
        kind="link_no_account",
        subject=_("No account at %(site)s with this address", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Somebody wanted to sign in with this address, perhaps you. There is no account "
                "with it. You may have used another address, or you can create an account."
            ),
        ),
        button=(_("Create an account"), address("/sign-up")),
        after=_unasked(),
    )


def _sign_up(reader: Reader, link: MailLink) -> Letter:
    return Letter(
        kind="link_sign_up",
        subject=_("Confirm your address for %(site)s", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _("This link opens your account. It works once, within a day. Nothing is kept if not."),
        ),
        button=(_("Confirm my address"), address(f"/sign-up/confirm/{text_of(link)}")),
        after=(_("If this was not you, do not press the button; you need not do anything."),),
    )


def _has_account(reader: Reader, _link: MailLink) -> Letter:
    return Letter(
        kind="link_has_account",
        subject=_("You have an account at %(site)s already", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Somebody wanted to create an account with this address, perhaps you. You have one "
                "already: sign in with it. If you forgot the password, you can set a new one there."
            ),
        ),
        button=(_("Sign in"), address("/sign-in")),
        after=_unasked(),
    )


def _new_email(reader: Reader, link: MailLink) -> Letter:
    return Letter(
        kind="link_new_email",
        subject=_("Confirm your new address for %(site)s", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _("Press the button to sign in with this address from now on. It works for a day."),
        ),
        button=(_("Confirm my address"), address(f"/account/email/{text_of(link)}")),
        after=(_("If this was not you, do not press the button; you need not do anything."),),
    )


def _has_another_account(reader: Reader, _link: MailLink) -> Letter:
    return Letter(
        kind="link_email_taken",
        subject=_("Two accounts at %(site)s cannot share an address", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Somebody wanted to use this address for another account, perhaps you. It belongs "
                "to an account already, so nothing was changed."
            ),
        ),
        button=(_("Sign in with this address"), address("/sign-in")),
        after=_unasked(),
    )


def _old_email(reader: Reader, link: MailLink) -> Letter:
    return Letter(
        kind="link_old_email",
        subject=_("The address of your account at %(site)s was changed", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _("Your account has another address now, and this one no longer signs in."),
            _("This was not you? Take the change back within seven days."),
        ),
        button=(_("Take the change back"), address(f"/account/email/return/{text_of(link)}")),
        after=(_("If it was you, you need not do anything."),),
    )
