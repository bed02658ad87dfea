"""What the invitations of an event ask: a place on its team, or a cluster beside its lead."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.events.messages import ROLE_HINTS, ROLES
from app.identity.rules import Purpose
from app.web.i18n import format_span
from app.web.invitations import Asked, describes


def _when(event: Any) -> str:
    return f"{event.name}, {format_span(event.starts_at, event.ends_at, event.timezone)}"


@describes(Purpose.TEAM)
def place(invitation: Any) -> Asked:
    """Return the words of an invitation onto the team."""
    event, role = invitation.event, str(ROLES[invitation.role])
    return Asked(
        title=_("Join the team of %(event)s as %(role)s", event=event.name, role=role.lower()),
        subtitle=_when(event),
        text=(
            _(
                "%(person)s asks you to join the team, acting for %(cluster)s.",
                person=invitation.invited_by.name,
                cluster=invitation.organisation.name,
            ),
            _("%(role)s: %(hint)s", role=role, hint=ROLE_HINTS[invitation.role]),
        ),
        accept=_("Join the team"),
        done=_("You are on the team of %(event)s.", event=event.name),
        landing=url_for("events.manage_event", slug=event.slug),
        managed_at=url_for("events.team", slug=event.slug),
        icon="flag",
    )


@describes(Purpose.PARTNER)
def partnership(invitation: Any) -> Asked:
    """Return the words that ask a cluster to co-organise."""
    event, cluster = invitation.event, invitation.organisation.name
    return Asked(
        title=_("%(cluster)s is asked to co-organise %(event)s", cluster=cluster, event=event.name),
        subtitle=_when(event),
        text=(
            _(
                "%(person)s asks for %(lead)s, which leads the event. A co-organiser invites and "
                "looks after its own participants, and stands beside the lead on the event's page.",
                person=invitation.invited_by.name,
                lead=event.lead_organisation.name,
            ),
            _("Whoever accepts is the cluster's first co-organiser and invites its team."),
        ),
        accept=_("Co-organise the event"),
        done=_("%(cluster)s now co-organises %(event)s.", cluster=cluster, event=event.name),
        landing=url_for("events.manage_event", slug=event.slug),
        managed_at=url_for("events.team", slug=event.slug),
        icon="flag",
    )
