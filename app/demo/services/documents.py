"""The documents of a challenge that takes proposals now, and who reads them."""

from datetime import timedelta
from typing import Any

from app.core.content import DOCUMENTS, check_file
from app.core.files import store_checked
from app.core.text import slugify
from app.demo.rules import script
from app.demo.services.one_pagers import TEXT, TITLE, draw
from app.demo.services.stage import Book, Call, Stage, write
from app.documents.models import Acceptance, Access, Agreement, Document, Opening
from app.documents.rules import HOUSE_TEXT, AccessState, Tier

READER = "applicant@example.org"


def write_documents(stage: Stage, book: Book) -> None:
    """Write what one owner keeps beside the brief, who was let in and who waits."""
    rows = script.documents()
    call = next(call for call in book.calls if call.row.key == rows["challenge"])
    opened = stage.now - timedelta(days=12)
    agreement = Agreement(
        challenge_id=call.challenge.id,
        version=1,
        text=HOUSE_TEXT,
        written_at=opened,
    )
    text = {"title": "Losses and costs by route", "text": rows["agreed_text"].strip()}
    secret = Document(challenge_id=call.challenge.id, tier=Tier.AGREEMENT, **text)
    write([agreement, secret, *(_sheet(call, row) for row in rows["sheet"])])
    _read(stage, agreement, secret)
    asker = stage.contacts[rows["asking"]]
    waiting = Access(
        challenge_id=call.challenge.id,
        organisation_id=stage.organisations[rows["asking"]].id,
        asked_by_id=asker.id,
        asked_at=stage.now - timedelta(days=1, hours=3),
        note=rows["note"],
        state=AccessState.ASKED,
    )
    write([waiting])


def _sheet(call: Call, row: dict[str, Any]) -> Document:
    drawn = draw([[(row["title"], TITLE), ("", TEXT), *((one, TEXT) for one in row["lines"])]])
    file = store_checked(check_file(drawn, slugify(row["title"], 60) + ".pdf", DOCUMENTS))
    about = {"title": row["title"], "tier": row["tier"]}
    return Document(challenge_id=call.challenge.id, file_id=file.id, file=file, **about)


def _read(stage: Stage, agreement: Agreement, document: Document) -> None:
    """Let the applicant's organisation in, and the applicant accept and read."""
    reader, asked = stage.people[READER], stage.now - timedelta(days=9)
    home = stage.organisations[script.home_of(READER)]
    access = Access(
        challenge_id=agreement.challenge_id,
        organisation_id=home.id,
        asked_by_id=reader.id,
        asked_at=asked,
        note="We want to size the sensors for the two routes that lose most.",
        state=AccessState.CONFIRMED,
        answered_at=asked + timedelta(hours=5),
    )
    write([access])
    by = {"person_id": reader.id}
    accepted = Acceptance(
        agreement_id=agreement.id,
        access_id=access.id,
        accepted_at=asked + timedelta(hours=7),
        **by,
    )
    opening = Opening(
        document_id=document.id,
        organisation_id=home.id,
        tier=document.tier,
        opened_at=asked + timedelta(hours=7, minutes=2),
        **by,
    )
    write([accepted, opening])
