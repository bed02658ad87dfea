"""CVE-2026-2415 (pretix): what organisers wrote into a mail was run as a template."""

import pytest

from app.core.db import db
from app.core.uow import unit_of_work
from app.events.queries import get_event
from app.notifications.models import Delivery
from app.support import services
from tests.app.tickets.two_clusters import Scene
from tests.worker import run_jobs

TRIED = (
    "{{ event.__init__.__globals__ }}",
    "{event.__class__}",
    "{0.__class__.__mro__}",
    "%(person)s and %s",
    "${7*7} {% include 'mail/base.txt' %}",
)


@pytest.mark.parametrize("text", TRIED)
def test_a_mailing_is_words_and_nothing_else(app, text):
    scene = Scene()
    scene.ticket(scene.beside.id, email="a@example.org")
    with unit_of_work():
        services.send_mailing(
            scene.co, get_event("day"), subject=text[:60], text=text, recipients=1
        )
    run_jobs()
    mail = db.session.query(Delivery).filter(Delivery.template.startswith("mailing")).one()
    assert text in mail.text
    # A subject keeps names of hosts apart, so that no reader makes links of them.
    assert "".join(text[:60].split()) in "".join(mail.subject.split())
