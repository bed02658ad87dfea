"""The words of what can go wrong at the door."""

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "checkpoint_taken": lazy_gettext("There is a checkpoint of this name already."),
    "checkpoint_wanted": lazy_gettext("Say which checkpoint the gate belongs to."),
    "clash_settled": lazy_gettext("Somebody has looked into this already."),
    "clash_unknown": lazy_gettext("No badge that came in twice begins with this scan."),
    "gate_taken": lazy_gettext("There is a gate of this name already."),
    "not_a_day": lazy_gettext("The event is not on that day."),
    "pairing_over": lazy_gettext(
        "This link has been used or has run out. Ask the organiser for a new one."
    ),
    "scanner_required": lazy_gettext("Only a paired scanner may send scans."),
    "supervisor_required": lazy_gettext("Only a supervisor’s scanner may search by name."),
    "ticks_missing": lazy_gettext("Type at least one line."),
    "ticks_to_come": lazy_gettext("These ticks lie in the future."),
    "ticks_unreadable": lazy_gettext(
        "Nothing was written down. Look at the letters and the time in line %(lines)s."
    ),
    "too_many_ticks": lazy_gettext("Type at most %(most)s lines at a time."),
    "too_many_scans": lazy_gettext("Send at most %(most)s scans at a time."),
    "not_admitted": lazy_gettext("This ticket opens no door: it was cancelled."),
    "already_in": lazy_gettext("This person has been let in already."),
    "not_today": lazy_gettext("Check-in is not open today."),
    "not_here": lazy_gettext("This ticket is not for here."),
    "unpaid": lazy_gettext("This ticket is not paid yet."),
}

# What the scanner's screen and the lists say of a verdict and its reason.
VERDICTS: dict[str, LazyString] = {
    "green": lazy_gettext("Welcome"),
    "amber": lazy_gettext("Again"),
    "red": lazy_gettext("Stop"),
}
REASONS: dict[str, LazyString] = {
    "first_time": lazy_gettext("First time in."),
    "came_back": lazy_gettext("Welcome back."),
    "went_out": lazy_gettext("Goodbye."),
    "never_in": lazy_gettext("Was not seen coming in. Goodbye."),
    "full": lazy_gettext("It is full in there."),
    "not_here": lazy_gettext("This ticket is not for here."),
    "unpaid": lazy_gettext("Not paid yet. Send the person to the desk."),
    "not_approved": lazy_gettext("Not approved. Send the person to the desk."),
    "already_in": lazy_gettext("Came in at {time}, {gate}."),
    "not_today": lazy_gettext("Check-in to this event is not open today."),
    "unknown": lazy_gettext("Nobody has this ticket. Send the person to the desk."),
    "malformed": lazy_gettext("This is no ticket of ours."),
    "bad_signature": lazy_gettext("This badge is forged or damaged. Send the person to the desk."),
    "unknown_key": lazy_gettext("This code counts no longer. Send the person to the desk."),
    "foreign_event": lazy_gettext("This badge is for another event."),
    "replaced": lazy_gettext("An old badge: a newer one has replaced it."),
    "cancelled": lazy_gettext("This ticket was cancelled."),
}
SHORT_REASONS: dict[str, LazyString] = {
    "first_time": lazy_gettext("First time in"),
    "came_back": lazy_gettext("Back in"),
    "went_out": lazy_gettext("Went out"),
    "never_in": lazy_gettext("Out, never seen in"),
    "full": lazy_gettext("Full"),
    "not_here": lazy_gettext("Not for here"),
    "unpaid": lazy_gettext("Not paid"),
    "not_approved": lazy_gettext("Not approved"),
    "already_in": lazy_gettext("Already in"),
    "not_today": lazy_gettext("Not today"),
    "unknown": lazy_gettext("Unknown ticket"),
    "malformed": lazy_gettext("No ticket of ours"),
    "bad_signature": lazy_gettext("Forged or damaged"),
    "unknown_key": lazy_gettext("Code of an old key"),
    "foreign_event": lazy_gettext("Another event"),
    "replaced": lazy_gettext("Old badge"),
    "cancelled": lazy_gettext("Cancelled"),
}
SCREEN: dict[str, LazyString] = {
    "saved": lazy_gettext("Saved"),
    "savedReason": lazy_gettext("No network. It will be checked as soon as there is one."),
    "checking": lazy_gettext("Checking"),
    "in": lazy_gettext("Coming in"),
    "out": lazy_gettext("Going out"),
    "asOf": lazy_gettext("Decides by itself, with the tickets of {time}."),
    "doubled": lazy_gettext("Badges that came in twice: {number}"),
    "online": lazy_gettext("Online"),
    "offline": lazy_gettext("Offline"),
    "refused": lazy_gettext("This phone may scan no more. Ask the organiser for a new link."),
    "pairingOver": lazy_gettext(
        "This link has been used or has run out. Ask the organiser for a new one."
    ),
    "pairingFailed": lazy_gettext("No connection. Open the link again when there is one."),
    "cameraRefused": lazy_gettext(
        "The browser may not use the camera. Allow it in the address bar, then start again."
    ),
    "noCamera": lazy_gettext("No camera found. Type the code or use a reader."),
    "insecure": lazy_gettext(
        "The camera needs HTTPS: open the scanner at an address that begins with https, or type "
        "the codes."
    ),
    "revokedAndWiped": lazy_gettext(
        "This phone may scan no more and has forgotten everybody. Ask the organiser for a new link."
    ),
    "wrongPhrase": lazy_gettext("These are not the words of this scanner."),
    "nobodyFound": lazy_gettext("Nobody found. Try a part of the name, or the organisation."),
    "noNamesYet": lazy_gettext("The names are not here yet. Stay online for a moment."),
    "noStorage": lazy_gettext("This browser keeps nothing. Leave private mode to scan."),
}
