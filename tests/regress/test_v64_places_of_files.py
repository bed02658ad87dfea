"""Row 64 (Hi.Events, eventyay): files of people lay under a public path, or went by a short id."""

import secrets

import pytest

from app.core.files import path_of, store_bytes
from app.core.uow import unit_of_work
from app.web.assets import STATIC

CANARY = b"zzcanary"


def test_files_lie_outside_of_what_is_served_under_names_that_nobody_guesses(app):
    with unit_of_work():
        stored = [store_bytes(CANARY, "ticket.pdf", "application/pdf") for _ in range(2)]
    for one in stored:
        assert not path_of(one).resolve().is_relative_to(STATIC.resolve())
        assert len(one.storage_key) == len(secrets.token_hex(20))
        assert "ticket" not in str(path_of(one))
    assert stored[0].storage_key[:8] != stored[1].storage_key[:8]


@pytest.mark.parametrize("form", ["/static/{}", "/files/{}", "/static/../{}", "/static/%2e%2e/{}"])
def test_no_address_leads_to_the_store(app, client, form):
    with unit_of_work():
        stored = store_bytes(CANARY, "ticket.pdf", "application/pdf")
    inside = path_of(stored).relative_to(app.config["FILES_FOLDER"])
    for place in (inside, f"files/{inside}", f"instance/files/{inside}", stored.storage_key, ""):
        answer = client.get(form.format(place))
        assert (answer.status_code, CANARY in answer.data) == (404, False)
