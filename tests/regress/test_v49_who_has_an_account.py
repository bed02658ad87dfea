"""PKP #7451 (OJS): the answer said whether an account exists; here neither it nor its time may."""

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.identity.passwords import hash_password
from tests.client import Browser
from tests.conftest import IS_LONG
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person
from tests.regress.pairs import MOST_MS, PAIRS, Ask, measure

pytestmark = pytest.mark.slow
PASSWORD = "correct horse battery"
ACCOUNT = {"given_name": "Rokas", "family_name": "Šimkūnas", "password": PASSWORD}


def asks(app):
    """Return every form that takes the address of anybody."""
    organisation = make_organisation()
    path = f"/organisations/{encode_id(organisation.id)}/members"

    def a_member():
        return Browser(app).sign_in(make_member(organisation))

    event = make_event()

    def a_lead():
        make_team_member(event, lead := make_person())
        return Browser(app).sign_in(lead)

    def somebody():
        return Browser(app).sign_in(make_person())

    return [
        Ask("sign-in", "/sign-in", {"password": "not the password"}),
        Ask("reset", "/password/forgotten"),
        Ask("mail-link", "/sign-in/link"),
        Ask("sign-up", "/sign-up", ACCOUNT),
        Ask("change of address", "/account/email", browser=somebody),
        Ask("invitation", path, browser=a_member, is_listed=True),
        Ask("team", f"/manage/{event.slug}/team", {"role": "desk"}, a_lead, is_listed=True),
        Ask("jury", f"/manage/{event.slug}/jury/add", browser=a_lead, is_listed=True),
    ]


@pytest.mark.parametrize("number", range(8), ids=lambda n: f"form {n}")
def test_known_and_unknown_addresses_are_answered_alike(app, number, say):
    ask = asks(app)[number]
    hashed = hash_password(PASSWORD)
    known = [f"known{n}@example.org" for n in range(PAIRS)]
    with unit_of_work():
        names = {"given_name": "A", "family_name": "B", "password_hash": hashed}
        db.session.add_all(Person(email=one, email_key=one, **names) for one in known)
    found = measure(app, ask, known, [f"other{n}@example.org" for n in range(PAIRS)])
    say(
        f"{found.name}: pairs={PAIRS} gap_ms={found.gap_ms:.2f} cpu_gap_ms={found.cpu_gap_ms:.2f} "
        f"different={len(found.differing)}"
    )
    assert found.differing == []
    assert (found.gap_ms if IS_LONG else found.cpu_gap_ms) <= MOST_MS
