"""Row 22 (CVE-2026-108388): an export for organisers was kept by a cache and served to others."""

import pytest

from app.events.models import TeamRole
from app.identity.queries import get_organisation
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.billing import make_billed
from tests.factories.tickets import make_voucher, make_waiting
from tests.regress.tables import text_of

EXPORTS = (
    *("/tickets/attendees.csv", "/tickets/attendees", "/checkin/live", "/mail"),
    *("/tickets/attendees.xlsx", "/tickets/vouchers.csv", "/tickets/vouchers.xlsx"),
    *("/tickets/waiting", "/billing", "/billing/invoices.csv", "/billing/invoices.xlsx"),
)


@pytest.mark.parametrize("rest", EXPORTS)
def test_an_export_is_kept_by_nobody_and_asked_for_anew_by_each(app, client, rest):
    scene = Scene()
    scene.ticket(scene.lead_id, given_name="Zzcanary")
    make_billed(scene.event, name="Zzcanary")
    make_voucher(scene.event, code="Zzcanary")
    make_waiting(scene.event, name="Zzcanary", country="")
    lead = scene.person(TeamRole.LEAD, get_organisation(scene.lead_id))
    address = f"/manage/day{rest}"
    first = Browser(client.application).sign_in(lead).get(address)
    assert first.status_code == 200
    assert "no-store" in first.headers["Cache-Control"]
    beside = scene.person(TeamRole.CO_ORGANISER, get_organisation(scene.beside.id))
    for reader in (Browser(client.application), Browser(client.application).sign_in(beside)):
        assert "Zzcanary" not in text_of(reader.get(address))
