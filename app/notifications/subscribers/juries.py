"""Letters to jurors about proposals to judge."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.events.queries import get_event_by_id
from app.juries.facts import ProposalsAssigned
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(ProposalsAssigned)
def tell_assignments(fact: ProposalsAssigned) -> None:
    """Tell each juror who got something new that it is there."""
    if fact.event_id is None:
        raise ValueError(fact.name)
    name = inert(get_event_by_id(fact.event_id).name)
    for email in fact.emails:
        post(fact, Reader.at(email), lambda reader: _assigned(reader, name))


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
