"""Whatever state an event, a challenge or a proposal is in, every page about it can be read."""

import pytest

from app.challenges.models import Challenge
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.models import Event
from app.events.rules import EventState
from app.proposals.models import Proposal
from challenges.lifecycle import Phase, ProposalState
from tests.api.day import make_day
from tests.client import Browser
from tests.pages.sending import fill_address, pages_to_read, some_of

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


STATES = [
    (column, str(value))
    for column, values in (
        (Event.state, EventState),
        (Challenge.phase, Phase),
        (Proposal.state, ProposalState),
    )
    for value in values
]


@pytest.mark.parametrize(("column", "value"), STATES, ids=str)
def test_every_page_can_be_read(app, column, value):
    day = make_day()
    with unit_of_work():
        db.session.query(column.class_).update({column: value})
    browser = Browser(app).sign_in(day.person)
    pages = some_of(sorted(pages_to_read(app)), STATES.index((column, value)))
    answers = {
        (endpoint, browser.client.get(fill_address(rule, day.names)).status_code)
        for rule, endpoint in pages
    }
    assert {endpoint for endpoint, status in answers if status >= 500} == set()
