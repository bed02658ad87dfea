"""The words of events: failures, roles, kinds of sessions, stages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.events.rules import KeyReason, SessionKind, Stage, TeamRole

MESSAGES: dict[str, LazyString] = {
    "slug_taken": _("Another event has this address already. Choose another one."),
    "already_on_team": _("This person is on the team already."),
    "already_partner": _("This organisation is a partner already."),
    "is_lead": _("This organisation leads the event already."),
    "cluster_unknown": _("There is no cluster of this name here."),
    "cluster_unclear": _("Several clusters have this in their names. Write the whole name."),
    "ends_before_start": _("The end must come after the start."),
    "not_on_portal": _("Standing challenges have no tickets, no programme and no door."),
    "role_of_a_day": _("Only a Day has people at the door. Choose another role."),
    "event_is_over": _("Its end is in the past. Choose dates ahead."),
    "event_needs_summary": _("It has no summary. Write one or two sentences."),
    "event_needs_venue": _("It has no venue. Say where it takes place."),
    "cluster_needed": _("Say which cluster a co-organiser acts for."),
    "not_of_event": _("This cluster does not run the event."),
    "already_published": _("This event is public already."),
    "last_lead": _("Somebody has to lead the event. Name another lead first."),
    "only_lead": _("You are the only lead of %(event)s. Name another lead first."),
    "too_many_keys": _("An event can have %(most)s keys at most."),
    "hub_cannot_sign": _("A venue hub checks badges but makes none. Do this on the main server."),
    "key_signs_or_retired": _("This key signs new codes, or it counts no longer already."),
    "key_changed": _("Somebody has just made a new key. Look again."),
    "room_taken": _("%(title)s is in this room then. Choose another room or time."),
    "session_outside": _(
        "%(title)s is from %(start)s to %(end)s, which would be outside of the event. "
        "Change or remove this session first."
    ),
    "outside_event": _("The event is from %(start)s to %(end)s. Choose a time within it."),
}

KEY_REASONS: dict[str, LazyString] = {
    KeyReason.LEAKED: _("Somebody else may know the old one"),
    KeyReason.PLANNED: _("It was time for a new one"),
    KeyReason.OTHER: _("Another reason"),
}
ROLES: dict[str, LazyString] = {
    TeamRole.LEAD: _("Lead"),
    TeamRole.CO_ORGANISER: _("Co-organiser"),
    TeamRole.DESK: _("Registration desk"),
    TeamRole.SCANNER: _("Scanner"),
    TeamRole.REPORT_READER: _("Report reader"),
}
ROLE_HINTS: dict[str, LazyString] = {
    TeamRole.LEAD: _("Runs the event and names the team."),
    TeamRole.CO_ORGANISER: _("Looks after the people of one cluster, and the programme."),
    TeamRole.DESK: _("Looks people up and checks them in by hand."),
    TeamRole.SCANNER: _("Scans badges."),
    TeamRole.REPORT_READER: _("Reads the outcome report."),
}
SESSION_KINDS: dict[str, LazyString] = {
    SessionKind.PUBLIC: _("Open to everybody"),
    SessionKind.CLOSED: _("By invitation"),
    SessionKind.INTERNAL: _("Team only"),
}
STAGES: dict[str, LazyString] = {
    Stage.DRAFT: _("Draft"),
    Stage.PUBLISHED: _("Published"),
    Stage.OPEN: _("Calls open"),
    Stage.JURY: _("Jury"),
    Stage.DAY: _("The Day"),
    Stage.FOLLOW_UP: _("Follow-up"),
}
PORTAL_STAGES: dict[str, LazyString] = STAGES | {Stage.OPEN: _("Challenges open")}
