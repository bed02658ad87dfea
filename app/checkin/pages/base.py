"""What the pages of the door share: the blueprint, their tabs, the words of verdicts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.checkin.messages import SHORT_REASONS, VERDICTS
from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.web.guards import actor
from app.web.tabs import door_tab

blueprint = Blueprint("checkin", __name__)
LAST_PRINTER = "last_printer"  # where a desk sent its last badge, kept with its session
door_tab(10, lazy_gettext("Live"), "checkin.show_live", Permission.ARRIVAL_VIEW)
door_tab(
    20,
    lazy_gettext("Gates and scanners"),
    "checkin.list_doors",
    Permission.CHECKIN_MANAGE,
    "checkin.add_gate",
    "checkin.add_scanner",
    "checkin.new_checkpoint",
    "checkin.edit_checkpoint",
)
door_tab(
    30,
    lazy_gettext("Desk"),
    "checkin.show_desk",
    Permission.CHECKIN_ADMIT,
    "checkin.admit",
    "checkin.add_walk_in",
    "checkin.fix_name",
    "checkin.print_badge",
)
door_tab(
    40,
    lazy_gettext("On paper"),
    "checkin.paper_list",
    Permission.CHECKIN_ADMIT,
    "checkin.type_ticks",
)
door_tab(
    50,
    lazy_gettext("To look into"),
    "checkin.show_review",
    Permission.CHECKIN_MANAGE,
    "checkin.settle",
)
CHECKPOINT_KINDS = {
    "venue": lazy_gettext("The venue: whoever is here has come"),
    "room": lazy_gettext("A room"),
    "session": lazy_gettext("A session"),
    "meal": lazy_gettext("A meal"),
    "trip": lazy_gettext("A bus or a study visit"),
}
ENTRIES = {
    "once": lazy_gettext("Once"),
    "daily": lazy_gettext("Once a day"),
    "any": lazy_gettext("As often as people like"),
}
WAYS = {"in": lazy_gettext("Coming in"), "out": lazy_gettext("Going out")}
DEVICE_STATES = {
    "never": (lazy_gettext("Not heard yet"), "info"),
    "heard": (lazy_gettext("Online"), "good"),
    "silent": (lazy_gettext("Silent"), "warn"),
}
TONES = {"green": "good", "amber": "warn", "red": "bad"}


@blueprint.app_template_filter("scan_verdict")
def verdict_badge(verdict: str) -> dict[str, str]:
    """Return a verdict's word and tone."""
    return {"text": str(VERDICTS[verdict]), "tone": TONES[verdict]}


@blueprint.app_template_filter("scan_reason")
def reason_words(reason: str) -> str:
    """Return a reason in few words."""
    return str(SHORT_REASONS[reason])


@blueprint.app_template_filter("device_state")
def device_state(state: str) -> dict[str, Any]:
    """Return whether a scanner was heard from lately: words and tone."""
    text, tone = DEVICE_STATES[state]
    return {"text": text, "tone": tone}


@blueprint.app_template_filter("clock_words")
def clock_words(minutes_behind: int) -> str:
    """Return by how much a scanner's clock is off; a dash where nobody would mind."""
    if minutes_behind == 0:
        return "–"
    if minutes_behind > 0:
        return ngettext("%(num)d minute behind", "%(num)d minutes behind", minutes_behind)
    return ngettext("%(num)d minute ahead", "%(num)d minutes ahead", -minutes_behind)


@blueprint.app_template_filter("gate_row")
def gate_row(gate: Any) -> tuple[str, int]:
    """Return a gate as a row of a bar chart."""
    return gate.name, gate.people


@blueprint.app_template_filter("checkpoint_rule")
def checkpoint_rule(checkpoint: Any) -> str:
    """Return in few words how often people come in, how many, and whether they are seen out."""
    said = [str(ENTRIES[checkpoint.entries])]
    if checkpoint.has_exit:
        said.append(_("people are scanned out, too"))
    if checkpoint.capacity:
        said.append(_("at most %(number)s inside", number=checkpoint.capacity))
    return ", ".join(said)


@blueprint.app_template_filter("door_time")
def door_time(instant: datetime, timezone: str) -> str:
    """Return the time of day at the venue, to the second."""
    return f"{instant.astimezone(ZoneInfo(timezone)):%H:%M:%S}"


@blueprint.app_template_filter("scanner_state")
def scanner_state(device: Any) -> dict[str, str]:
    """Return whether a scanner may scan: its key, words and tone."""
    now = clock.now()
    if device.revoked_at is not None:
        return _revoked(device)
    if device.expires_at <= now:
        return {"key": "over", "text": _("Event is over"), "tone": "neutral"}
    if device.paired_at is not None:
        return {"key": "paired", "text": _("Scans"), "tone": "good"}
    if device.pairing_expires_at and device.pairing_expires_at > now:
        return {"key": "waiting", "text": _("Waits for its phone"), "tone": "info"}
    return {"key": "run_out", "text": _("Link has run out"), "tone": "warn"}


def _revoked(device: Any) -> dict[str, str]:
    """Say whether the phone of a scanner that was revoked has forgotten what it took along."""
    if device.paired_at is None:
        return {"key": "revoked", "text": _("Revoked"), "tone": "bad"}
    if device.wiped_at is None:
        return {"key": "revoked", "text": _("Revoked, not wiped yet"), "tone": "bad"}
    return {"key": "revoked", "text": _("Revoked and wiped"), "tone": "neutral"}


def get_event_for(slug: str, permission: Permission) -> Any:
    """Return an event of the actor's team for which the actor may do this."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event
