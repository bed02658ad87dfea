"""A deliberation of a side of the world: a closed room with one item, and minutes to sign."""

from typing import Any

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.deliberation.models import Minutes, Room, RoomItem, RoomPresence
from app.deliberation.queries.papers import MINUTES
from app.juries.models import Assignment, Override
from challenges.canonical import digest
from tests.factories import saved
from tests.factories.identity import make_person
from tests.factories.papers import make_printed

SCORES = {"rank": 1, "percent": "72.0", "scorecards": 1, "means": {}, "jurors": {}}


def make_room(assignment_id: int, juror_id: int, word: str) -> dict[str, int]:
    """Open a room on what a juror judges, with a note, and write its minutes."""
    now = clock.now()
    judged = db.session.get_one(Assignment, assignment_id)
    proposal, position = judged.proposal, {"position": 1, "name": ""}
    about = {"challenge_id": proposal.challenge_id, "round_id": judged.round_id}
    rules = {"tie_rules": ["lower_spread"], "rubric_digest": "0" * 64, "seed": "5eed"}
    room = saved(lambda: Room(**about, **rules))
    kept = {"before": SCORES, "levels": {"fit": 3}, "secretary_note": word}
    ids = {"room_id": room.id, "proposal_id": proposal.id}
    item = saved(lambda: RoomItem(position=1, begun_at=now, **kept, **ids))
    saved(lambda: RoomPresence(room_id=room.id, person_id=juror_id))
    said: dict[str, Any] = {
        "event": word,
        "challenge": word,
        "round": position,
        "panel": [],
        "attendance": [],
    }
    said |= {"items": [], "ranking": [], "lots": [], "decisions": [], "tie_rules": []}
    said |= {"opened_at": now.isoformat(), "closed_at": None, "seed": "5eed"}
    said |= {"rubric": {"version": 1, "digest": "0" * 64, "criteria": []}}
    with unit_of_work():
        minutes = Minutes(room_id=room.id, version=1, content=said, sha256=digest(said))
        db.session.add(minutes)
    make_printed(MINUTES, minutes.id, signatures=0, without=[])
    return {"room_id": room.id, "item_id": item.id, "override_id": _override(proposal, word)}


def _override(proposal: Any, word: str) -> int:
    """Let somebody ask for an outcome that departs from the ranking; it waits for a signature."""
    ids = {"challenge_id": proposal.challenge_id, "proposal_id": proposal.id}
    wanted = {"outcome": "selected", "reason": word, "grounds": word, "rank": 2, "passed": []}
    asker = make_person()
    return saved(lambda: Override(asked_by_id=asker.id, **ids, **wanted)).id
