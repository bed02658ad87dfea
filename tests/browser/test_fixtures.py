"""The fixtures themselves: a page is served, drawn and examined."""

import time

import pytest

from app.core import jobs
from app.core.uow import unit_of_work
from tests.browser.camera import blank_picture, picture_of

pytestmark = pytest.mark.browser
SEEN = """async () => {
  const video = document.createElement("video");
  video.srcObject = await navigator.mediaDevices.getUserMedia({video: true});
  await video.play();
  return [video.videoWidth, video.videoHeight];
}"""


def test_a_page_is_served_and_clean_for_axe(server, page, axe):
    page.goto("/nowhere")

    assert page.url == server + "/nowhere"
    assert page.locator("h1").inner_text() == "There is no such page"
    axe(page)


def test_the_phone_is_as_narrow_as_one(phone):
    phone.goto("/nowhere")

    assert phone.evaluate("[innerWidth, innerHeight]") == [360, 740]


def test_the_camera_sees_the_pictures_it_was_given(camera_phone):
    phone = camera_phone(picture_of("HELLO"), blank_picture())
    phone.goto("/nowhere")

    assert phone.evaluate(SEEN) == [640, 480]


def test_background_work_happens_beside_the_server(app, worker):
    told = []

    @jobs.task("tests.tell")
    def tell(word: str) -> None:
        told.append(word)

    with unit_of_work():
        jobs.enqueue("tests.tell", word="done")
    end = time.monotonic() + 10
    while not told and time.monotonic() < end:
        time.sleep(0.1)

    assert told == ["done"]
