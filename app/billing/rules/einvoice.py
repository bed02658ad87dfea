"""A document as machines read it: EN 16931 in the syntax of UN/CEFACT (Factur-X, ZUGFeRD)."""

from datetime import date
from typing import Any

from app.billing.rules.numbers import Kind
from app.billing.rules.vat import Category, Treatment

LEVEL = "en16931"
PIECE = "C62"
TRANSFER = "58"  # a SEPA credit transfer
OTHER_TRANSFER = "30"
EXEMPTIONS = {Category.REVERSED: "VATEX-EU-AE", Category.EXPORT: "VATEX-EU-G"}
EXEMPTIONS |= {Category.OUTSIDE: "VATEX-EU-O"}
# Said where the law or the seller has no other words.
REASONS = {
    Treatment.REVERSED: "Reverse charge: VAT is owed by the recipient of the service.",
    Treatment.EXPORT: "Not subject to VAT here: the recipient is established outside the EU.",
    Treatment.SMALL: "Exempt from VAT under the scheme for small enterprises.",
    Treatment.EXEMPT: "Exempt from VAT.",
}


def to_xml(document: dict[str, Any], *, seller_id: str) -> bytes:
    """Return a document as XML that is valid against the schema of its profile."""
    from facturx import generate_xml  # loads code lists

    made = generate_xml(
        to_terms(document, seller_id=seller_id),
        flavor="factur-x",
        level=LEVEL,
        check_xsd=True,
        check_schematron=None,
    )
    return bytes(made)


def to_terms(document: dict[str, Any], *, seller_id: str) -> dict[str, Any]:
    """Return a document by the business terms of EN 16931."""
    is_credit = document["kind"] == Kind.CREDIT_NOTE
    terms = {
        "BT-1": document["number"],
        "BT-2": date.fromisoformat(document["issued_on"]),
        "BT-3": "381" if is_credit else "380",
        "BT-5": document["currency"],
        "BT-72": date.fromisoformat(document["occasion"]["begins_on"]),
        "BT-106": amount(document["net"]),
        "BT-109": amount(document["net"]),
        "BT-110": amount(document["tax"]),
        "BT-112": amount(document["total"]),
        "BT-115": amount(document["total"]),
        "BG-1": [{"BT-22": note} for note in _notes(document)],
        "BG-4": _seller(document, seller_id),
        "BG-7": _party(document["buyer"], is_outside=_is_outside(document)),
        "BG-23": [_vat_line(one, document) for one in document["vat"]],
        "BG-25": [_line(place, one) for place, one in enumerate(document["lines"], start=1)],
    }
    if document["order_reference"]:
        terms["BT-13"] = document["order_reference"]
    if document["corrects"]:
        day = date.fromisoformat(document["corrects"]["issued_on"])
        terms["BG-3"] = [{"BT-25": document["corrects"]["number"], "BT-26": day}]
    return terms | ({} if is_credit else _payment(document))


def reason_of(document: dict[str, Any]) -> str:
    """Return why no VAT is charged; empty where it is."""
    usual = REASONS.get(document["treatment"], "")
    return document["reason"] or usual if usual else ""


def amount(minor: int) -> str:
    """Return minor units as a decimal."""
    return f"{minor // 100}.{minor % 100:02d}"


def _payment(document: dict[str, Any]) -> dict[str, Any]:
    account = document["account"]
    is_sepa = document["currency"] == "EUR"
    found = {
        "BT-9": date.fromisoformat(document["due_on"]),
        "BT-81": TRANSFER if is_sepa else OTHER_TRANSFER,
        "BT-83": document["reference"],
        "BT-84": account["iban"],
        "BT-85": document["seller"]["name"],
    }
    return found | ({"BT-86": account["bic"]} if account["bic"] else {})


def _notes(document: dict[str, Any]) -> list[str]:
    occasion = document["occasion"]
    about = f"{occasion['name']}, {occasion['begins_on']}"
    return [note for note in (about, document["why"], document["notes"]) if note]


def _is_outside(document: dict[str, Any]) -> bool:
    return any(one["category"] == Category.OUTSIDE for one in document["vat"])


def _seller(document: dict[str, Any], seller_id: str) -> dict[str, Any]:
    found = _party(document["seller"], is_outside=_is_outside(document))
    return found | {"identifiers": {None: seller_id}}


def _party(party: dict[str, str], *, is_outside: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": party["name"],
        "addr_l1": party["street"],
        "postcode": party["postcode"],
        "city": party["city"],
        "country_code": party["country"],
    }
    if party["vat_number"] and not is_outside:  # BR-O-02 to 04 leave it out
        found["vat_identifier"] = party["vat_number"]
    if party["tax_number"]:
        found["tax_identifier"] = party["tax_number"]
    if party["email"]:
        found |= {"einvoicing_addr": party["email"], "einvoicing_addr_schemeid": "EM"}
    return {key: value for key, value in found.items() if value}


def _vat_line(one: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    found = {
        "BT-116": amount(one["net"]),
        "BT-117": amount(one["tax"]),
        "BT-118": str(one["category"]),
    }
    if one["category"] != Category.OUTSIDE:
        found["BT-119"] = amount(one["rate"])
    if one["category"] not in {Category.STANDARD, Category.ZERO}:
        found["BT-120"] = reason_of(document)
    if one["category"] in EXEMPTIONS:
        found["BT-121"] = EXEMPTIONS[one["category"]]
    return found


def _line(place: int, one: dict[str, Any]) -> dict[str, Any]:
    # The price of all pieces with their number as its base: a net per piece may have no end.
    found = {
        "BT-126": str(place),
        "BT-129": str(one["quantity"]),
        "BT-130": PIECE,
        "BT-131": amount(one["net"]),
        "BT-146": amount(one["net"]),
        "BT-149": str(one["quantity"]),
        "BT-151": str(one["category"]),
        "BT-153": one["text"],
    }
    if one["category"] != Category.OUTSIDE:
        found["BT-152"] = amount(one["rate"])
    return found
