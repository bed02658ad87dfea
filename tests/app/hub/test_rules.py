"""Parcels that only their phrase opens, rows that survive the way, certificates for one hall."""

from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from hypothesis import given
from hypothesis import strategies as st

from app.hub.rules import BadParcel, freeze, is_proved, open_parcel, proof_of, seal_parcel, thaw
from app.hub.rules import parcel as parcels
from app.hub.rules.certificate import LASTS, issue, load_authority, make_authority

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ROW = {
    "key": st.binary(max_size=40),
    "number": st.integers(0, 2**63 - 1),
    "name": st.text(),
    "is_on": st.booleans(),
    "at": st.datetimes(timezones=st.just(UTC)),
    "day": st.dates(),
}
KINDS = {"key": bytes, "number": int, "name": str, "is_on": bool, "at": datetime, "day": date}


@pytest.fixture(scope="module")
def parcel():
    return seal_parcel("37ns-b84q-63h6", b"names" * 100)


@pytest.mark.parametrize("phrase", ["37ns-b84q-63h6", "37NSB84Q63H6", "37ns b84q 63h6"])
def test_its_letters_open_a_parcel_however_they_are_typed(parcel, phrase):
    assert open_parcel(phrase, parcel) == b"names" * 100
    assert b"names" not in parcel


def test_nothing_else_opens_it(parcel):
    flipped = [bytearray(parcel) for _part in range(4)]
    for one, at in zip(flipped, (3, 20, 35, -1), strict=True):
        one[at] ^= 1
    for bad in (*map(bytes, flipped), parcel[:-1], parcel[:20], b"", b"PK\x03\x04"):
        with pytest.raises(BadParcel):
            open_parcel("37ns-b84q-63h6", bad)
    with pytest.raises(BadParcel):
        open_parcel("37ns-b84q-63h7", parcel)


def test_what_unpacks_without_end_is_refused(monkeypatch):
    bomb = seal_parcel("a", bytes(2000))
    monkeypatch.setattr(parcels, "MOST_BYTES", 1000)
    with pytest.raises(BadParcel):
        open_parcel("a", bomb)


@given(st.fixed_dictionaries({name: st.none() | values for name, values in ROW.items()}))
def test_a_row_comes_back_as_it_was(row):
    assert thaw(freeze(row), KINDS) == row


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=5))
def test_a_file_is_proved_by_its_own_secret_alone(contents):
    whole = contents | {"proof": proof_of("one", contents)}
    assert is_proved("one", whole)
    assert not is_proved("other", whole)
    assert not is_proved("one", whole | {"scans": "more"})


def verify(authority, certificate, address):
    name = x509.IPAddress(ip_address(address)) if address[0].isdigit() else x509.DNSName(address)
    store = Store([authority.certificate])
    builder = PolicyBuilder().store(store).time(NOW + timedelta(days=1))
    builder.build_server_verifier(name).verify(x509.load_pem_x509_certificate(certificate), [])


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.7", "127.0.0.1", "laptop.local"])
def test_a_phone_that_trusts_the_hub_believes_it_in_private_networks(address):
    authority = load_authority(*make_authority(NOW).pem())
    certificate, key = issue(authority, [address], NOW)
    verify(authority, certificate, address)
    assert b"PRIVATE KEY" in key


@pytest.mark.parametrize("address", ["93.184.216.34", "innoday.example.org"])
def test_it_can_pose_as_nobody_else(address):
    authority = make_authority(NOW)
    certificate, _key = issue(authority, [address], NOW)
    with pytest.raises(VerificationError):
        verify(authority, certificate, address)


def test_it_is_over_by_itself():
    made = make_authority(NOW)
    assert made.certificate.not_valid_after_utc == NOW + LASTS
    assert made.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == (
        "Innoday hub"
    )
    assert len(made.fingerprint.split()) == 8
