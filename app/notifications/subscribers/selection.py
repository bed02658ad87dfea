"""Letters between a draft and the shortlist: the reminder of a draft."""

from functools import partial

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.queries import REMINDER
from app.notifications.rules import inert
from app.proposals.models import Proposal
from app.selection.facts import DraftsReminded
from app.selection.queries.reminders import list_reminded
from app.web.i18n import format_instant


@subscribe(DraftsReminded)
def remind_of_drafts(fact: DraftsReminded) -> None:
    """Remind the writer of each draft that is still one; who handed in meanwhile gets no mail."""
    for draft in list_reminded(fact.reminder_id):
        post(fact, Reader.of(draft.created_by), partial(_reminder, fact, draft))


def _reminder(fact: DraftsReminded, draft: Proposal, reader: Reader) -> Letter:
    challenge = draft.challenge
    closes = format_instant(challenge.closes_at, challenge.event.timezone)
    return Letter(
        kind=REMINDER,
        about=fact.reminder_id,
        subject=_("Your proposal is not handed in yet: %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(organisation)s has a draft of a proposal that is not handed in. The organisers "
                "of %(event)s see that it is there, but not what it says.",
                organisation=inert(draft.organisation.name),
                event=inert(challenge.event.name),
            ),
        ),
        details=((_("Challenge"), inert(challenge.title)), (_("Closes"), closes)),
        button=(_("Go on writing"), address(f"/proposals/{encode_id(draft.id)}/edit")),
        after=(_("If you no longer want to take part, withdraw the draft on the same page."),),
    )
