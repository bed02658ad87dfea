"""Letters to jurors: the invitation, and proposals to judge."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.events.queries import get_event_by_id
from app.juries.facts import JurorInvited, ProposalsAssigned
from app.juries.models import Juror
from app.juries.queries.panel import get_invited_juror
from app.juries.services.panel import invitation_link
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where


@subscribe(JurorInvited)
def invite_juror(fact: JurorInvited) -> None:
    """Invite somebody to the panel; who has no account yet gets a link to set a password."""
    juror = get_invited_juror(fact.juror_id)
    path = f"/jury/invitation/{invitation_link(juror)}" if fact.needs_password else "/jury"
    post(fact, Reader.of(juror.person), lambda reader: _invitation(reader, juror, address(path)))


@subscribe(ProposalsAssigned)
def tell_assignments(fact: ProposalsAssigned) -> None:
    """Tell each juror who got something new that it is there."""
    if fact.event_id is None:
        raise ValueError(fact.name)
    name = get_event_by_id(fact.event_id).name
    for email in fact.emails:
        post(fact, Reader.at(email), lambda reader: _assigned(reader, name))


def _invitation(reader: Reader, juror: Juror, url: str) -> Letter:
    return Letter(
        kind="juror_invited",
        subject=_("You are invited to the jury of %(event)s", event=juror.event.name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers of %(event)s ask you to judge proposals. You score each one by the "
                "criteria of its challenge, and say in a sentence why. You see only what is "
                "assigned to you, and you can step back from a proposal if you know its authors.",
                event=juror.event.name,
            ),
        ),
        details=when_and_where(juror.event),
        button=(_("Go to your jury page"), url),
    )


def _assigned(reader: Reader, event_name: str) -> Letter:
    return Letter(
        kind="proposals_assigned",
        subject=_("Proposals to judge for %(event)s", event=event_name),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "There are proposals for you to judge. Read them first for a conflict of interest: "
                "if there is one, say so on the page and somebody else takes over.",
            ),
        ),
        details=((_("Event"), event_name),),
        button=(_("Go to your jury page"), address("/jury")),
    )
