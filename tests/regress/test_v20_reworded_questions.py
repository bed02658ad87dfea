"""Row 20 (pretalx): what was blanked came back on other pages, in searches and in mails."""

from datetime import timedelta

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.enquiries.rules import Audience
from app.enquiries.services import asking
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from tests.api.program import Program
from tests.client import Browser
from tests.factories.challenges import make_challenge
from tests.factories.enquiries import make_enquiry, make_follower
from tests.factories.identity import make_person
from tests.worker import run_jobs

CANARY = "Zzcanary"


def test_the_words_of_the_asker_reach_nobody_once_they_are_reworded(app, client):
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=21)}
    challenge, reader = make_challenge(**dates), make_person()
    enquiry = make_enquiry(challenge, asked_text=f"May {CANARY} take part?")
    make_follower(challenge, reader)
    said = asking.Reply(text="May an SME?", answer="Yes.", audience=Audience.ALL)
    with unit_of_work():
        asking.answer_enquiry(actor_for(challenge.created_by), enquiry.id, said, version=1)
    with unit_of_work():
        asking.publish_answers(actor_for(challenge.created_by), challenge.id)
    run_jobs()
    place = f"/challenges/{encode_id(challenge.id)}"
    browser, program = Browser(app).sign_in(reader), Program.of(client, reader)
    got = [browser.get(path).text for path in (place, f"{place}/questions", "/challenges")]
    got += [program.send("GET", path).text for path in (place, f"{place}/questions")]
    mails = db.session.query(Delivery).filter_by(recipient=reader.email).all()
    got += [mail.text + mail.html for mail in mails]
    assert mails
    assert sum("May an SME?" in page for page in got) >= 4
    assert [page for page in got if CANARY in page] == []
