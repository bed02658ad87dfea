"""Vouchers: the guests of a sponsor, a discount, and codes that were printed for the press."""

from datetime import timedelta

from app.core.authz import Actor
from app.core.ids import ALPHABET
from app.demo.rules.chance import chance
from app.demo.services.registration.past import done_at
from app.demo.services.stage import Book, Stage, write
from app.identity.queries import actor_for
from app.tickets.facts import VouchersAdded
from app.tickets.models import Quota, TicketType, TicketTypeQuota, Voucher
from app.tickets.rules.vouchers import CODE_LETTERS, Effect, code_key
from app.tickets.services.vouchers import add_vouchers

BUSINESS, BUSINESS_PLACES = "Consultant or service provider", 30
PRICE, VAT = 11_900, 1_900
PRESS_CODES, FOR_PRESS = 8, "Press, printed on the invitation"


def write_codes(stage: Stage, book: Book) -> dict[str, Voucher]:
    """Write the kind of ticket that costs something, and the codes that change its price."""
    kind = _business(stage, book)
    lead = actor_for(stage.lead())
    with done_at(stage, stage.now - timedelta(days=30)):
        made = [
            *_sponsor(lead, book, kind),
            *add_vouchers(
                lead,
                book.event,
                code="CIRCLE50",
                effect=Effect.PERCENT,
                value=5_000,
                times=20,
                ticket_types=[kind.id],
                note="Members of the circular-economy network",
            ),
            *add_vouchers(
                lead,
                book.event,
                code="EARLY2",
                effect=Effect.PRICE,
                value=8_900,
                times=10,
                ticket_types=[kind.id],
                note="Early birds",
            ),
        ]
    early = made[-1]
    early.valid_until = stage.now - timedelta(days=10)
    made += _press(stage, book)
    return {one.code: one for one in made}


def _sponsor(lead: Actor, book: Book, kind: TicketType) -> list[Voucher]:
    return add_vouchers(
        lead,
        book.event,
        code="VOLTMAR-GUESTS",
        effect=Effect.FREE,
        times=4,
        reserved=4,
        reserved_type_id=kind.id,
        ticket_types=[kind.id],
        note="Guests of the sponsor Voltmar Antriebe",
    )


def _business(stage: Stage, book: Book) -> TicketType:
    quota = Quota(
        id=stage.ids.new(),
        event_id=book.event.id,
        name="Consultants and service providers",
        size=BUSINESS_PLACES,
        taken=0,
        held=0,
    )
    kind = TicketType(
        id=stage.ids.new(),
        event_id=book.event.id,
        name=BUSINESS,
        description="For those who offer services to firms. The fee pays for their seats.",
        audience="attendee",
        price=PRICE,
        vat_rate=VAT,
        position=len(book.ticket_types) + 2,
    )
    write([quota, kind])
    write([TicketTypeQuota(ticket_type_id=kind.id, quota_id=quota.id)])
    book.ticket_types.append(kind)
    book.quotas_of[kind.id] = quota
    return kind


def _press(stage: Stage, book: Book) -> list[Voucher]:
    """Write codes for one use each, as they were printed."""
    dice, at = chance("press codes"), stage.now - timedelta(days=25)
    codes = ["".join(dice.choices(ALPHABET.upper(), k=CODE_LETTERS)) for _ in range(PRESS_CODES)]
    made = [
        Voucher(
            id=stage.ids.new(),
            event_id=book.event.id,
            code=one,
            code_key=code_key(one),
            effect=Effect.FREE,
            note=FOR_PRESS,
            created_at=at,
        )
        for one in codes
    ]
    write(made)
    ids = tuple(one.id for one in made)
    about = {"actor_id": stage.lead().id, "event_id": book.event.id}
    stage.deeds.append((at, VouchersAdded(**about, voucher_ids=ids)))
    return made
