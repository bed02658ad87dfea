"""How badges look: colours that can be read, and a preview that is the badge."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.badges import queries
from app.badges.presentation import draw
from app.badges.rules.looks import BLACK, COLOURS, WHITE, Look, ink_on, telling
from app.badges.rules.sheets import SheetFormat
from app.core.db import db
from app.events.models import TeamRole
from app.oversight.rules.colours import ENOUGH, contrast
from app.tickets.rules.audiences import Audience
from tests.factories.events import make_team_member
from tests.factories.identity import make_api_token, make_person

LOOK = "/manage/day/badges/look"


@given(st.integers(0, 0xFFFFFF))
def test_words_can_be_read_on_every_colour(number):
    colour = f"#{number:06x}"
    assert contrast(ink_on(colour), colour) >= ENOUGH


@pytest.mark.parametrize("colour", sorted(set(COLOURS.values())))
def test_words_on_our_colours_are_white_and_easy_to_read(colour):
    assert ink_on(colour) == WHITE
    assert contrast(WHITE, colour) >= ENOUGH


def test_words_on_a_light_colour_are_black():
    assert (ink_on("#ffe066"), ink_on("#0b3d2e")) == (BLACK, WHITE)


def test_a_colour_that_nobody_chose_is_ours():
    look = Look(colours={"press": "#123456"})
    assert look.colour_of("press") == "#123456"
    assert look.colour_of("juror") == COLOURS[Audience.JUROR]


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], []), (["Ada"], [0]), (["Ada", "Bo", "Cleo"], [1, 2]), (["Bo", "Al"], [0, 1])],
)
def test_the_shortest_and_the_longest_name_tell_most(names, expected):
    assert telling(names) == expected


@pytest.fixture
def lead(scene):
    person = make_person()
    make_team_member(scene.event, person, TeamRole.LEAD)
    return person


@pytest.mark.slow
def test_a_look_is_previewed_saved_and_drawn(browser, scene, lead, tmp_path):
    desk = browser.sign_in(lead)
    page = desk.get(LOOK)
    assert "Colour: " in page.text
    assert "frame-src" in page.headers["Content-Security-Policy"]
    sent = {
        "colours-0-audience": "attendee",
        "colours-0-colour": "#FFE066",
        "motto": "Wifi: open-day",
    }
    shown = desk.get(f"{LOOK}/preview.pdf", query_string=sent)
    assert words(shown.data, tmp_path).count("Wifi: open-day") == 2
    assert "Θεσσαλικός" not in words(shown.data, tmp_path)
    assert desk.post(LOOK, sent).status_code == 302
    db.session.rollback()
    look = queries.look_of(scene.event.id)
    assert look == Look(
        colours={"attendee": "#ffe066"}, shows_organisation=False, motto="Wifi: open-day"
    )
    made = draw(scene.event, scene.tickets[:1], SheetFormat.A6)
    assert words(made, tmp_path).count("Wifi: open-day") == 1
    wrong = desk.post(LOOK, sent | {"colours-0-colour": "yellow"})
    assert (wrong.status_code, "Write the colour as #" in wrong.text) == (422, True)


def words(made, folder):
    (folder / "look.pdf").write_bytes(made)
    command = ["pdftotext", str(folder / "look.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def test_a_program_decides_how_badges_look(client, scene, lead):
    headers = {"Authorization": "Bearer " + make_api_token(lead)}
    path = "/api/v1/events/day/badge-look"
    ours = {"colours": {}, "shows_organisation": True, "shows_logo": False, "motto": ""}
    assert client.get(path, headers=headers).json == ours
    sent = {"colours": [{"audience": "press", "colour": "#8a5300"}], "shows_logo": True}
    done = client.put(path, json=sent, headers=headers)
    assert (done.status_code, done.json["colours"], done.json["shows_logo"]) == (200, {}, True)
    other = {"Authorization": "Bearer " + make_api_token(scene.person)}
    assert client.put(path, json=sent, headers=other).status_code == 403
