"""The words of what can go wrong with tickets."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.tickets.rules.support import SupportReason

MESSAGES: dict[str, LazyString] = {
    "preview_changed": _("Meanwhile it would be others. Look at the numbers once more."),
    "sold_out": _("No places are left for this ticket. Choose another one."),
    "access_code_needed": _("Write the code that shows this ticket."),
    "valid_days_reversed": _("The last day cannot be before the first."),
    "add_on_ends_before_start": _("The end must be after the start."),
    "add_on_not_for_ticket": _("This does not go with the ticket, or is no longer to be had."),
    "one_currency": _("Tickets in different currencies cannot be in one order."),
    "ticket_decided": _("Somebody has decided about this ticket already, or it is cancelled."),
    "not_on_sale": _("This ticket cannot be had at the moment. Choose another one."),
    "registration_closed": _("Registration for this event is closed."),
    "quota_below_taken": _("%(taken)s places are taken or held, so there cannot be fewer."),
    "quota_needed": _("Say how many places there are, or choose places to share."),
    "quota_for_all_needed": _("One of the quotas must count everybody, whatever their country."),
    "most_below_least": _("The most in one order cannot be fewer than the least."),
    "wrong_number": _("One order may have %(least)s to %(most)s tickets of this kind."),
    "hold_over": _("Your places were held for as long as we hold any. They may still be free."),
    "sale_ends_before_start": _("The end must be after the start."),
    "ticket_not_valid": _("This ticket has been cancelled."),
    "ticket_admitted": _("Somebody came in with this ticket, so it cannot be cancelled."),
    "epochs_used_up": _("This ticket has been reissued too often. Cancel it and register again."),
    "no_badges": _("There are no valid tickets to print badges for."),
}

REASONS: dict[str, LazyString] = {
    SupportReason.INVITED: _("Invited by this cluster"),
    SupportReason.MEMBER: _("Their organisation belongs to this cluster"),
    SupportReason.COUNTRY: _("From the country of this cluster"),
    SupportReason.LEAD: _("No other cluster stood out, so the lead has them"),
    SupportReason.HANDED_OVER: _("Handed over by an organiser"),
    SupportReason.LEFT: _("Their cluster left, so the lead has them"),
}
