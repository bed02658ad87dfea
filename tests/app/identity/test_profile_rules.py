"""VAT numbers, what a profile lacks, what European lists expect of a cluster."""

import pytest

from app.identity.rules import StaffBand
from app.identity.rules.completeness import ProfileState, completeness_of
from app.identity.rules.profiles import cluster_hints
from app.identity.rules.vat import normal_vat


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("de 136 695 976", "DE", "DE136695976"),
        ("136695976", "DE", "DE136695976"),
        ("136695977", "DE", None),  # the check digit is wrong
        ("GR094259216", "GR", "EL094259216"),  # the European prefix of Greece
        ("EL 094259216", "GR", "EL094259216"),
        ("5260001246", "PL", "PL5260001246"),
        ("PL5260001246", "DE", None),
        ("B-58378431", "ES", "ESB58378431"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        ("980 7806 84", "GB", "GB980780684"),
        ("995525828MVA", "NO", "NO995525828MVA"),
        ("XK123456", "XK", "XK123456"),  # a country without a known rule
        ("XK<b>", "XK", None),
        ("", "DE", None),
    ],
)
def test_a_vat_number_has_one_spelling(number, country, expected):
    assert normal_vat(number, country) == expected
    if expected:
        assert normal_vat(expected, country) == expected


EMPTY = {
    **dict.fromkeys(("description", "website", "region", "size", "logo", "listed"), False),
    "labels": (),
    "offers": (),
}


def test_what_a_company_lacks_comes_in_the_order_in_which_it_helps():
    found = completeness_of(ProfileState(kind="sme", **EMPTY))
    assert (found.percent, found.done) == (0, ())
    assert found.missing == (
        *("description", "region", "nace", "size", "ecosystem", "keywords"),
        *("offers", "needs", "listed", "website", "logo"),
    )


def test_a_cluster_is_asked_for_its_members_instead_of_its_size():
    known = EMPTY | {"description": True, "labels": ("nace", "keyword"), "offers": ("need",)}
    found = completeness_of(ProfileState(kind="cluster", **known))
    assert found.percent == 36
    assert "size" not in found.missing
    assert found.missing[:2] == ("region", "cluster")


@pytest.mark.parametrize(
    ("staff", "members", "counts", "expected"),
    [
        (None, None, (), ["staff", "members", "kinds"]),
        (StaffBand.UNDER_HALF, 15, (10, 5), ["staff"]),
        (StaffBand.HALF_TO_2, 14, (10, 4), ["members"]),
        (StaffBand.OVER_10, 40, (40, 0, None), ["kinds"]),
        (StaffBand.OVER_10, 40, (30, 12), ["sum"]),
        (StaffBand.TO_5, 15, (10, 5), []),
    ],
)
def test_what_european_lists_expect_of_a_cluster(staff, members, counts, expected):
    assert cluster_hints(staff, members, counts) == expected
