"""The script of the demo: who came, what was proposed, what the door saw."""

from collections import Counter
from datetime import UTC, date, datetime

from app.demo.rules import script
from app.demo.rules.chance import Ids, chance
from app.demo.rules.days import Day
from app.demo.rules.door import read_badges
from app.demo.rules.guests import cast, guests
from app.demo.rules.names import email_of

DAY = Day(date(2026, 5, 6))


def proposals():
    found = [row for challenge in script.challenges("finished") for row in _of(challenge)]
    return [row for row in found if row.fate != "draft"]


def _of(challenge):
    return script.proposals(challenge.key)


def test_118_organisations_by_kind_and_size():
    rows = script.organisations().values()

    assert len(rows) == 118
    assert Counter(row.kind for row in rows) == {
        "sme": 36,
        "startup": 25,
        "large_company": 9,
        "research": 16,
        "cluster": 12,
        "public": 9,
        "investor": 5,
        "other": 6,
    }
    assert Counter(row.size for row in rows if row.kind in ("sme", "startup")) == {
        "micro": 27,
        "small": 22,
        "medium": 12,
    }


def test_44_proposals_by_challenge_fate_country_and_readiness():
    rows = proposals()

    assert len(rows) == 44
    assert Counter(row.challenge for row in rows) == {
        "C1": 10,
        "C2": 8,
        "C3": 7,
        "C4": 6,
        "C5": 6,
        "C6": 4,
        "C7": 3,
    }
    assert Counter(row.fate for row in rows) == {
        "selected": 7,
        "shortlisted": 11,
        "evaluated": 21,
        "ineligible": 3,
        "withdrawn": 2,
    }
    countries = Counter(script.organisations()[row.organisation].country for row in rows)
    assert countries == {"DE": 11, "PL": 10, "LT": 7, "ES": 7, "BG": 5, "GR": 4}
    assert Counter(row.trl for row in rows) == {3: 2, 4: 5, 5: 8, 6: 11, 7: 10, 8: 5, 9: 3}
    assert sum(bool(row.partner_countries) for row in rows) == 6
    assert sum(row.research for row in rows) == 9


def test_every_proposal_handed_in_answers_everything_and_has_its_reason():
    for row in proposals():
        assert len(row.answers) == 5
        assert all(len(answer.split()) >= 3 for answer in row.answers)
        assert bool(row.reason) == (row.fate in ("withdrawn", "ineligible"))


def test_180_of_236_guests_came():
    found = guests()

    assert len(found) == 236
    assert sum(guest.came for guest in found) == 180
    assert sum(guest.is_walk_in for guest in found) == 12
    assert sum(guest.is_cancelled for guest in found) == 14
    absent = [one for one in found if not one.came and not one.is_cancelled]
    assert len(absent) == 42
    assert sum(guest.is_staff for guest in found) == 11
    assert len({guest.person.email for guest in found}) == 236


def test_those_who_came_by_country_region_and_kind():
    came = [guest.organisation for guest in guests() if guest.came]

    assert Counter(row.country for row in came) == {
        "DE": 62,
        "PL": 34,
        "LT": 26,
        "ES": 24,
        "BG": 19,
        "GR": 15,
    }
    assert Counter(row.region for row in came if row.country == "ES") == {"ES21": 15, "ES62": 9}
    assert Counter(row.kind for row in came) == {
        "sme": 48,
        "startup": 30,
        "large_company": 31,
        "research": 27,
        "cluster": 17,
        "public": 13,
        "investor": 6,
        "other": 8,
    }


def test_names_keep_their_scripts_and_hold_what_a_badge_must_cope_with():
    names = {row.name: row for rows in cast().values() for row in rows}

    assert max(len(name) for name in names) == 38
    assert "Maximiliane Freifrau von Burgau-Lößnig" in names
    assert names["Saioa"].family == ""
    assert names["Стоян Колев"].latin == "Stoyan Kolev"
    assert names["Νίκος Παππάς"].latin == "Nikos Pappas"
    foreign = [row for name, row in names.items() if "\u0370" <= name[0] <= "\u04ff"]
    assert len(foreign) == 34
    assert all(row.latin.isascii() and row.latin for row in foreign)
    letters = set("".join(names).lower())
    assert letters >= set("ąčęėšūžłńóśźßñ")


def test_addresses_have_no_titles_and_no_marks():
    assert email_of("Dr. María José", "Fuentes Lorca") == "maria.jose.fuentes.lorca@example.org"
    assert email_of("Νίκος", "Παππάς", "Nikos Pappas") == "nikos.pappas@example.org"


def test_188_readings_of_which_112_in_half_an_hour():
    readings = read_badges(guests(), DAY)

    assert Counter(one.reason for one in readings) == {
        "first_time": 180,
        "already_in": 6,
        "replaced": 1,
        "foreign_event": 1,
    }
    assert sum(DAY.at("08:40") <= one.at < DAY.at("09:10") for one in readings) == 112
    assert sum(one.phone is None for one in readings) == 4
    assert {one.phone for one in readings} == {0, 1, 2, None}


def test_41_readings_of_the_time_without_a_network_arrived_later():
    readings = read_badges(guests(), DAY)

    late = [one for one in readings if (one.received_at - one.at).total_seconds() > 5]
    assert len(late) == 41
    assert all(DAY.at("08:52") <= one.at < DAY.at("09:06") for one in late)
    assert all(one.received_at >= DAY.at("09:06:20") for one in late)
    assert readings == sorted(readings, key=lambda one: (one.received_at, one.at))


def test_chance_comes_out_the_same():
    assert chance("x").random() == chance("x").random()
    assert chance("x").random() != chance("y").random()
    assert Ids().new() == Ids().new()


def test_days_are_counted_at_the_venue():
    day = Day.from_now(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), 35)

    assert day.date == date(2026, 12, 27)
    assert day.at("09:00") == datetime(2026, 12, 27, 8, 0, tzinfo=UTC)
