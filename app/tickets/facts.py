"""What happened to tickets."""

from dataclasses import dataclass

from app.core.facts import Code, Fact, Words


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Fact):
    """Somebody ordered tickets that are to be paid: so much with VAT, in minor units."""

    order_id: int
    total: int
    currency: Code


@dataclass(frozen=True, kw_only=True)
class TicketRequested(Fact):
    """Somebody asked to come, and an organiser has to decide."""

    ticket_id: int
    order_id: int
    ticket_type_id: int
    email: Words
    channel: Code


@dataclass(frozen=True, kw_only=True)
class TicketDeclined(Fact):
    """Somebody who asked to come cannot."""

    ticket_id: int
    order_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class RequestQuestioned(Fact):
    """An organiser asked back before deciding about somebody who wants to come."""

    ticket_id: int
    question_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Fact):
    """Somebody who wants to come answered what an organiser asked."""

    ticket_id: int
    question_id: int


@dataclass(frozen=True, kw_only=True)
class TicketRegistered(Fact):
    """Somebody has a place at an event."""

    ticket_id: int
    order_id: int
    ticket_type_id: int
    email: Words
    channel: Code


@dataclass(frozen=True, kw_only=True)
class TicketCancelled(Fact):
    """A ticket no longer opens a door, and its place is free again."""

    ticket_id: int
    order_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class TicketChanged(Fact):
    """Whoever holds a ticket corrected what stands on it."""

    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class TransferOffered(Fact):
    """Whoever holds a ticket wants a colleague to have it."""

    ticket_id: int
    transfer_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class TransferWithdrawn(Fact):
    """Whoever holds a ticket keeps it after all."""

    ticket_id: int
    transfer_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTransferred(Fact):
    """A ticket is somebody else's; badge, code and link of the one before no longer count."""

    ticket_id: int
    transfer_id: int
    order_id: int
    email: Words
    from_email: Words
    epoch: int


@dataclass(frozen=True, kw_only=True)
class HolderRulesSet(Fact):
    """It is said until when holders may change names and pass tickets on."""

    names_until: Code
    asks_coming: bool


@dataclass(frozen=True, kw_only=True)
class ComingAsked(Fact):
    """Somebody was asked whether they come."""

    ticket_id: int
    email: Words
    is_reminder: bool


@dataclass(frozen=True, kw_only=True)
class ComingConfirmed(Fact):
    """Somebody said that they come."""

    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class TicketReissued(Fact):
    """A ticket got a new code; badges and mails with the old one no longer count."""

    ticket_id: int
    order_id: int
    email: Words
    epoch: int


@dataclass(frozen=True, kw_only=True)
class TicketTypeAdded(Fact):
    """There is another kind of ticket."""

    ticket_type_id: int
    quota_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TicketTypeChanged(Fact):
    """A kind of ticket has other words, another window or other places."""

    ticket_type_id: int


@dataclass(frozen=True, kw_only=True)
class AddOnAdded(Fact):
    """There is another thing to have with a ticket."""

    add_on_id: int


@dataclass(frozen=True, kw_only=True)
class AddOnChanged(Fact):
    """Something to have with a ticket has other words, another price or other places."""

    add_on_id: int


@dataclass(frozen=True, kw_only=True)
class QuotaAdded(Fact):
    """There is another number of places to share."""

    quota_id: int
    size: int


@dataclass(frozen=True, kw_only=True)
class QuotaResized(Fact):
    """There are more places, or fewer."""

    quota_id: int
    size: int


@dataclass(frozen=True, kw_only=True)
class VouchersAdded(Fact):
    """There are more codes that give a ticket on other terms."""

    voucher_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class VoucherChanged(Fact):
    """A voucher gives something else, or is over."""

    voucher_id: int


@dataclass(frozen=True, kw_only=True)
class AttendeesMoved(Fact):
    """Another cluster supports some attendees now."""

    ticket_ids: tuple[int, ...]
    to_id: int
    reason: Code


@dataclass(frozen=True, kw_only=True)
class AttendeeValidated(Fact):
    """A cluster said that an attendee is one of its own."""

    ticket_id: int
    cluster_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionAdded(Fact):
    """An event asks those who register something more."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionChanged(Fact):
    """A question of a registration has other words, or is asked of others."""

    question_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class QuestionMoved(Fact):
    """A question of a registration has another place."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionRemoved(Fact):
    """A question of a registration is no longer asked."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class AnswersUntilSet(Fact):
    """Attendees may change their answers until another time."""

    until: Code


@dataclass(frozen=True, kw_only=True)
class AnswersChanged(Fact):
    """An attendee's answers are others now."""

    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class TicketMailAsked(Fact):
    """An organiser wants a ticket sent to its holder by mail."""

    ticket_id: int
    order_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class AddOnTaken(Fact):
    """The holder of a ticket took an add-on with it."""

    ticket_id: int
    add_on_id: int


@dataclass(frozen=True, kw_only=True)
class AddOnGivenBack(Fact):
    """The holder of a ticket gave an add-on back; its places are free."""

    ticket_id: int
    add_on_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTypeSwitched(Fact):
    """A ticket is of another ticket type now; its code stays."""

    ticket_id: int
    from_type_id: int
    to_type_id: int


@dataclass(frozen=True, kw_only=True)
class WaitingListJoined(Fact):
    """A group waits for a kind of ticket that is full."""

    entry_id: int
    ticket_type_id: int
    places: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class WaitingListLeft(Fact):
    """A group does not wait any longer."""

    entry_id: int


@dataclass(frozen=True, kw_only=True)
class WaitingRemoved(Fact):
    """An organiser took a group off the waiting list."""

    entry_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class WaitingListClosed(Fact):
    """A kind of ticket can be had no longer, so nobody waits for it."""

    ticket_type_id: int
    groups: int


@dataclass(frozen=True, kw_only=True)
class PlacesOffered(Fact):
    """A group that waited may take places until its offer ends."""

    entry_id: int
    offer_id: int
    places: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class OfferTaken(Fact):
    """A group that waited has its tickets."""

    entry_id: int
    offer_id: int
    order_id: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Fact):
    """A group that waited does not want the places any more."""

    entry_id: int
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferExpired(Fact):
    """A group that waited did not take its places in time."""

    entry_id: int
    offer_id: int
    email: Words
