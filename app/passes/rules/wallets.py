"""What stands in the passes of Apple's and Google's wallets, as the two describe them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a pass shows: of the event, and of the ticket that it stands for."""

    event_key: str
    ticket_key: str
    event: str
    organiser: str
    venue: str
    address: str
    starts_at: datetime
    ends_at: datetime
    holder: str
    ticket_type: str
    code: str
    letters: str


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The words over the fields of a pass."""

    date: str
    venue: str
    holder: str
    ticket: str
    letters: str


def apple_pass(shown: Shown, labels: Labels, signer: Mapping[str, str]) -> dict[str, Any]:
    """Return Apple's `pass.json`; the signer names the type of pass and the team it belongs to."""
    when = shown.starts_at.isoformat(timespec="seconds")
    date = _field("date", labels.date, when)
    date |= {"dateStyle": "PKDateStyleMedium", "timeStyle": "PKDateStyleShort"}
    code = {"format": "PKBarcodeFormatQR", "message": shown.code, "messageEncoding": "iso-8859-1"}
    return {
        "formatVersion": 1,
        "passTypeIdentifier": signer["pass_type"],
        "teamIdentifier": signer["team"],
        "serialNumber": shown.ticket_key,
        "organizationName": shown.organiser,
        "description": shown.event,
        "logoText": shown.event,
        "relevantDate": when,
        "expirationDate": shown.ends_at.isoformat(timespec="seconds"),
        "foregroundColor": "rgb(22, 28, 36)",
        "labelColor": "rgb(82, 92, 105)",
        "backgroundColor": "rgb(255, 255, 255)",
        "sharingProhibited": True,
        "barcodes": [code | {"altText": shown.letters}],
        "eventTicket": {
            "headerFields": [date],
            "primaryFields": [_field("holder", labels.holder, shown.holder)],
            "secondaryFields": [_field("venue", labels.venue, shown.venue)],
            "auxiliaryFields": [_field("ticket", labels.ticket, shown.ticket_type)],
            "backFields": [
                _field("address", labels.venue, ", ".join(filter(None, _where(shown)))),
                _field("letters", labels.letters, shown.letters),
            ],
        },
    }


def _field(key: str, label: str, value: str) -> dict[str, str]:
    return {"key": key, "label": label, "value": value}


def _where(shown: Shown) -> tuple[str, str]:
    return shown.venue, shown.address


def google_pass(shown: Shown, issuer: str, language: str) -> dict[str, Any]:
    """Return the class of the event and the object of the ticket for Google's wallet."""

    def said(text: str) -> dict[str, Any]:
        return {"defaultValue": {"language": language, "value": text}}

    event_class = {
        "id": f"{issuer}.{shown.event_key}",
        "issuerName": shown.organiser,
        "reviewStatus": "UNDER_REVIEW",
        "eventName": said(shown.event),
        "venue": {"name": said(shown.venue), "address": said(shown.address or shown.venue)},
        "dateTime": {"start": shown.starts_at.isoformat(), "end": shown.ends_at.isoformat()},
    }
    ticket = {
        "id": f"{issuer}.{shown.ticket_key}",
        "classId": event_class["id"],
        "state": "ACTIVE",
        "ticketHolderName": shown.holder,
        "ticketType": said(shown.ticket_type),
        "barcode": {"type": "QR_CODE", "value": shown.code, "alternateText": shown.letters},
    }
    return {"eventTicketClasses": [event_class], "eventTicketObjects": [ticket]}
