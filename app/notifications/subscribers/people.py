"""Letters about accounts."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.identity.facts import PersonRegistered
from app.identity.queries import get_person
from app.notifications.letters import Letter, Reader, address, greeting, post


@subscribe(PersonRegistered)
def welcome(fact: PersonRegistered) -> None:
    """Welcome somebody who registered; people who were invited get their invitation instead."""
    person = get_person(fact.person_id)
    if person.password_hash is not None:
        post(fact, Reader.of(person), _welcome)


def _welcome(reader: Reader) -> Letter:
    return Letter(
        kind="welcome",
        subject=_("Welcome to Innoday"),
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
