"""The words of what can go wrong with tickets."""

from flask_babel import LazyString
from flask_babel import gettext as _text
from flask_babel import lazy_gettext as _

from app.tickets.rules.questions import QuestionKind, QuestionPurpose
from app.tickets.rules.support import SupportReason

MESSAGES: dict[str, LazyString] = {
    "preview_changed": _("Meanwhile it would be others. Look at the numbers once more."),
    "sold_out": _("No places are left for this ticket. Choose another one."),
    "access_code_needed": _("Write the code that shows this ticket."),
    "valid_days_reversed": _("The last day cannot be before the first."),
    "add_on_ends_before_start": _("The end must be after the start."),
    "add_on_not_for_ticket": _("This does not go with the ticket, or is no longer to be had."),
    "add_on_full": _("No places are left for it. Choose something else."),
    "add_on_costs": _("It costs money, so it stays as it was ordered. Ask the organiser."),
    "add_on_begun": _("It has begun or is over, so it stays as it is."),
    "one_currency": _("Tickets in different currencies cannot be in one order."),
    "question_open": _("A question waits for its answer already."),
    "question_answered": _("This question is answered already, or nothing was asked."),
    "names_frozen": _("The badges are printed now, so this can no longer be changed here."),
    "freeze_after_event": _("Choose a time before the event is over."),
    "transfer_open": _("The ticket waits for somebody already. Withdraw that first."),
    "transfer_over": _("This link was used, withdrawn or is too old. Ask whoever sent it to you."),
    "transfer_to_self": _("That is the address of the ticket now. Write your colleague's."),
    "transfer_not_valid": _("Only a valid ticket can be passed on."),
    "transfers_used_up": _("This ticket was passed on too often. Write to the organiser."),
    "transfers_off": _("The organiser does not let tickets of this type be passed on."),
    "transfer_admitted": _("Somebody came in with this ticket, so it cannot be passed on."),
    "places_are_free": _("There are places, so nobody has to wait: register."),
    "no_waiting_list": _("There is no waiting list for this ticket."),
    "no_longer_waiting": _("This entry of the waiting list has ended, or places are offered."),
    "offer_over": _("These places were taken already, or the time to take them is over."),
    "too_few_free": _("Fewer than %(places)s places are free. Choose a smaller group, or wait."),
    "ticket_decided": _("Somebody has decided about this ticket already, or it is cancelled."),
    "code_unknown": _("There is no such code. Look at how it is written."),
    "code_taken": _("There is a voucher with this code already."),
    "one_code_chosen": _(
        "Several vouchers cannot have one code. Leave it empty to have them made."
    ),
    "effect_needed": _("Say what the voucher does to the price."),
    "value_needed": _("Say how much."),
    "voucher_not_yet": _("This code cannot be used yet."),
    "voucher_over": _("This code can no longer be used."),
    "voucher_used_up": _("This code has been used as often as it can be."),
    "voucher_below_used": _("It has been used %(used)s times, so it cannot be fewer."),
    "voucher_domain": _("This code is for addresses of %(domains)s alone."),
    "reserved_above_times": _("No more than %(times)s places can wait for it, one for each use."),
    "reserved_type_needed": _("Choose for which ticket the places are kept."),
    "reserved_type_not_chosen": _("Places are kept for a ticket that the voucher is for."),
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
    "answer_needed": _("Answer this."),
    "confirm_needed": _("Tick this to register."),
    "one_answer_only": _("Give one answer."),
    "answer_too_long": _("At most %(most)s characters."),
    "not_an_option": _("Choose one of the answers."),
    "not_a_number": _("Write a number, such as 12 or 2.5."),
    "not_a_date": _("Write a date, such as 2026-11-21."),
    "not_a_country": _("Choose a country from the list."),
    "statement_changed": _("These words have changed. Read them again, then tick."),
    "file_lost": _("Choose the file again: it is kept for a day only."),
    "not_a_question": _("That is not asked here. Load the page again."),
    "answers_closed": _("Answers can no longer be changed. Write to the organiser."),
    "answers_after_event": _("Choose a time before the event is over."),
    "too_many_questions": _("A registration may ask %(most)s questions at most."),
    "not_for_needs": _("Needs are answered by choices, yes or no, or text."),
    "question_changed": _("Somebody changed this question meanwhile. Load the page again."),
    "asked_nowhere": _("Ask it at registration, at the door, or both."),
    "no_condition": _("Choose a question that is asked, and one of its answers."),
    "condition_circle": _("The question would wait for its own answer. Choose another one."),
    "condition_elsewhere": _("Ask the question that this one waits for in the same places."),
    "option_waited_for": _("“%(question)s” is asked only with an answer that you took away."),
    "place_waited_for": _("“%(question)s” waits for this question there."),
    "question_waited_for": _("“%(question)s” waits for this question. Remove that one first."),
    "options_needed": _("Write at least one answer to choose from."),
    "options_differ": _("Write %(count)s options, in the order of the first language."),
}

REASONS: dict[str, LazyString] = {
    SupportReason.INVITED: _("Invited by this cluster"),
    SupportReason.MEMBER: _("Their organisation belongs to this cluster"),
    SupportReason.COUNTRY: _("From the country of this cluster"),
    SupportReason.LEAD: _("No other cluster stood out, so the lead has them"),
    SupportReason.HANDED_OVER: _("Handed over by an organiser"),
    SupportReason.LEFT: _("Their cluster left, so the lead has them"),
}

KINDS: dict[str, LazyString] = {
    QuestionKind.SHORT: _("Short text"),
    QuestionKind.LONG: _("Long text"),
    QuestionKind.CHOICE: _("One choice"),
    QuestionKind.SEVERAL: _("Several choices"),
    QuestionKind.YES_NO: _("Yes or no"),
    QuestionKind.NUMBER: _("Number"),
    QuestionKind.DATE: _("Date"),
    QuestionKind.COUNTRY: _("Country"),
    QuestionKind.FILE: _("File (PDF, PNG or JPEG)"),
    QuestionKind.CONFIRM: _("Statement to tick"),
}
PURPOSES: dict[str, LazyString] = {
    QuestionPurpose.ORDINARY: _("Ordinary"),
    QuestionPurpose.DIETARY: _("Dietary need"),
    QuestionPurpose.ACCESS: _("Access need"),
}


def ready_question(which: str, organiser: str) -> tuple[str, str, list[str]]:
    """Return label, help and options of a ready-made question in the reader's language."""
    if which == "dietary":
        words = _text("For the kitchen. Tick all that fits.")
        return _text("What does the kitchen need to know?"), words, _diets()
    if which == "access":
        words = _text("For the people at the door. Tick all that fits.")
        return _text("What do you need to take part?"), words, _access_needs()
    label = _text(
        "I know that %(organiser)s takes photos at the event and publishes some of them.",
        organiser=organiser,
    )
    return label, _text("Tell the photographer if you do not want to be in a picture."), []


def _diets() -> list[str]:
    return [
        _text("Vegetarian"),
        _text("Vegan"),
        _text("Gluten-free"),
        _text("Lactose-free"),
        _text("No pork"),
        _text("No nuts"),
    ]


def _access_needs() -> list[str]:
    return [
        _text("Step-free way, wheelchair"),
        _text("Sign language"),
        _text("Seat near the front"),
        _text("Large print"),
        _text("Quiet room"),
    ]
