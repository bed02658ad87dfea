"""R13: every door that runs a jury asks the wall; a new one that does not is found here."""

import re

import pytest

from app.core.db import db
from app.pitches.models import Pitch, PitchDay
from tests.access.asking import is_refused
from tests.access.keeping import Keeper
from tests.access.world import OWN
from tests.factories.identity import make_member
from tests.regress.test_r13_walls import Judged

DOORS = re.compile(
    r"/jury/<id:challenge_id>/|/challenges/<id:challenge_id>/(judging-rounds|outcomes)"
    r"|/proposals/<id:proposal_id>/(decision|letter|checklist|screen|links|finding/confirm)"
    r"|^/manage/pitches/|/rounds/<id:round_id>/(pitches|codes)|outcome-replies/<id:reply_id>/reader"
)
FEWEST = 25
LED_ON = 302


@pytest.fixture
def judged(app):
    made = Judged(app, read_only=False)
    for pitch in db.session.query(Pitch).join(Pitch.day).join(PitchDay.round):
        if pitch.proposal.challenge.event_id == made.side.event.id:
            make_member(pitch.proposal.organisation, made.side.people["lead"])
    return made


@pytest.fixture
def keeper(judged):
    keeper = Keeper(db.engine)
    yield keeper
    keeper.close()


@pytest.mark.one_database
def test_whoever_is_tied_runs_nothing(judged, keeper):
    asked = [one for one in judged.questions if DOORS.search(one.rule)]
    let_in = []
    for question in asked:
        answer = judged.asker.ask(question, "lead", OWN)
        written = keeper.restore()
        # Being led on to what is there already, with nothing written, opens no door.
        is_led_on = answer.status_code == LED_ON and not written
        if not (is_refused(answer) or is_led_on):
            let_in.append((str(question), answer.status_code, sorted(written)))
    assert let_in == []
    assert len(asked) >= FEWEST
