from datetime import date

from app.juries.rules.chasing import Duty, by_juror, by_proposal, due_rounds, split

LAST = date(2026, 11, 20)


def duty(number, juror, proposal, *, done=False, due=LAST, round_id=1):
    names = {"juror": f"Juror {juror}", "title": f"Proposal {proposal}", "challenge": "C"}
    ids = {"juror_id": juror, "proposal_id": proposal, "challenge_id": 9, "round_id": round_id}
    more = {"per_proposal": 3, "due_on": due, "closes_at": None, "is_begun": False}
    return Duty(assignment_id=number, is_done=done, **names, **ids, **more)


def test_who_owes_most_comes_first_and_who_handed_in_owes_nothing():
    found = by_juror([duty(1, 1, 1, done=True), duty(2, 2, 1), duty(3, 2, 2), duty(4, 3, 2)])
    assert [(one.juror_id, one.assigned, one.done, len(one.owed)) for one in found] == [
        (2, 2, 0, 2),
        (3, 1, 0, 1),
        (1, 1, 1, 0),
    ]
    assert found[0].due_on == LAST


def test_a_proposal_waits_for_names_and_for_seats_that_nobody_has():
    one, two = by_proposal(
        [
            duty(1, 1, 1, done=True),
            duty(2, 2, 1, done=True),
            duty(3, 3, 1, done=True),
            duty(4, 1, 2, done=True),
            duty(5, 2, 2),
        ]
    )
    assert (one.title, one.done, one.waits_for, one.unassigned) == (
        *("Proposal 2", 1),
        *(["Juror 2"], 1),
    )
    assert (two.has_quorum, two.unassigned) == (True, 0)


def test_reminders_are_due_on_their_day_and_after_a_night_without_work():
    owed = [duty(1, 1, 1), duty(2, 2, 1, done=True, round_id=2), duty(3, 3, 1, due=None)]
    found = {day: due_rounds(owed, (7, 2), date(2026, 11, day)) for day in (12, 13, 14, 18, 20, 21)}
    assert found == {
        12: set(),
        13: {(1, 7)},
        14: {(1, 7)},
        18: {(1, 7), (1, 2)},
        20: {(1, 7), (1, 2)},
        21: set(),
    }


def test_an_alternate_takes_nothing_barred_and_no_more_than_there_is_room_for():
    owed = [duty(number, 1, number) for number in (1, 2, 3, 4)]
    assert [one.proposal_id for one in split(owed, {2}, 2)] == [1, 3]
    assert [one.proposal_id for one in split(owed, {2}, None)] == [1, 3, 4]
    assert split(owed, (), 0) == []
