"""Tables of places, ticket types, add-ons, orders, tickets and the waiting list."""

from app.tickets.models.add_ons import AddOn, AddOnQuota, AddOnTicketType, TicketAddOn
from app.tickets.models.coming import Confirmation
from app.tickets.models.orders import Order, Ticket
from app.tickets.models.places import (
    HeldPlaces,
    Hold,
    Quota,
    TakenPlace,
    TicketType,
    TicketTypeQuota,
)
from app.tickets.models.questions import (
    AttendeeNeed,
    QuestionTicketType,
    QuestionWording,
    RegistrationAnswer,
    RegistrationForm,
    RegistrationQuestion,
)
from app.tickets.models.requests import RequestQuestion
from app.tickets.models.transfers import HolderRules, TicketTransfer
from app.tickets.models.vouchers import Voucher, VoucherTicketType
from app.tickets.models.waiting import WaitingEntry, WaitingOffer, WaitingPlace
from app.tickets.rules.sales import TicketState

__all__ = [
    "AddOn",
    "AddOnQuota",
    "AddOnTicketType",
    "AttendeeNeed",
    "Confirmation",
    "HeldPlaces",
    "Hold",
    "HolderRules",
    "Order",
    "QuestionTicketType",
    "QuestionWording",
    "Quota",
    "RegistrationAnswer",
    "RegistrationForm",
    "RegistrationQuestion",
    "RequestQuestion",
    "TakenPlace",
    "Ticket",
    "TicketAddOn",
    "TicketState",
    "TicketTransfer",
    "TicketType",
    "TicketTypeQuota",
    "Voucher",
    "VoucherTicketType",
    "WaitingEntry",
    "WaitingOffer",
    "WaitingPlace",
]
