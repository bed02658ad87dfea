"""Writing to a cluster's own participants: plain text, one mail to each, a few times a day."""

from datetime import timedelta

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import lock_event
from app.support.facts import MailingSent
from app.support.models import Mailing
from app.support.queries import participants as queries

MOST_A_DAY = 3
A_DAY = timedelta(days=1)


def send_mailing(
    actor: Actor, event: Event, *, subject: str, text: str, recipients: int
) -> Mailing:
    """Write to every participant of the actor's cluster, as many as the preview has told of."""
    authorize(actor, Permission.SUPPORT_MANAGE, event)
    lock_event(event)  # two mailings at once are counted one after the other
    cluster_id = queries.own_cluster_id(actor, event)
    if queries.count_mailings_since(event.id, cluster_id, clock.now() - A_DAY) >= MOST_A_DAY:
        raise Conflict("written_enough", most=MOST_A_DAY)
    count = len(queries.list_recipients(event.id, cluster_id))
    if not count:
        raise Invalid("nobody_to_write_to")
    if count != recipients:
        raise Conflict("recipients_changed")
    mailing = Mailing(
        id=new_id(),
        event_id=event.id,
        cluster_id=cluster_id,
        sent_by_id=actor.person_id,
        subject=subject,
        text=text,
        recipients=count,
    )
    db.session.add(mailing)
    record(
        MailingSent(
            actor_id=actor.person_id,
            event_id=event.id,
            mailing_id=mailing.id,
            cluster_id=cluster_id,
            recipients=count,
        )
    )
    return mailing
