"""Letters about accounts."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.installation import site
from app.identity.facts import ApiTokenEnding, PersonRegistered
from app.identity.models import ApiToken
from app.identity.queries import get_person, get_token
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.web.i18n import format_instant


@subscribe(PersonRegistered)
def welcome(fact: PersonRegistered) -> None:
    """Welcome somebody who registered; people who were invited get their invitation instead."""
    person = get_person(fact.person_id)
    if person.password_hash is not None:
        post(fact, Reader.of(person), _welcome)


def _welcome(reader: Reader) -> Letter:
    return Letter(
        kind="welcome",
        subject=_("Welcome to %(site)s", site=site().name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your account is ready. From your home page you see the events that are coming, "
                "the challenges that companies have posted, and what waits for you."
            ),
        ),
        details=((_("You sign in with"), reader.email),),
        button=(_("Go to your home page"), address("/home")),
        after=(_("If this was not you, you need not do anything."),),
    )


@subscribe(ApiTokenEnding)
def tell_token_ends(fact: ApiTokenEnding) -> None:
    """Tell somebody that a program of theirs will soon be refused."""
    token = get_token(fact.token_id)
    if token.revoked_at is None:
        post(fact, Reader.of(get_person(fact.person_id)), lambda reader: _ending(reader, token))


def _ending(reader: Reader, token: ApiToken) -> Letter:
    return Letter(
        kind="token_ending",
        subject=_("An API token of yours ends in a week"),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "From then on the program that uses it is refused. If you still need it, create "
                "a new token and give it to the program."
            ),
        ),
        details=((_("Token"), inert(token.name)), (_("Ends"), format_instant(token.expires_at))),
        button=(_("Look at your tokens"), address("/tokens")),
    )
