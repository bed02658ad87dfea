"""The last letter to somebody who was erased: what went, what stays and why."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.facts import subscribe
from app.core.privacy import Erased
from app.notifications.letters import Letter, Reader, greeting, post
from app.privacy.facts import PersonErased
from app.privacy.models import Erasure
from app.privacy.queries.declared import described
from app.privacy.queries.erasures import find_erasure
from app.privacy.services.erasing import forget_address


@subscribe(PersonErased)
def say_goodbye(fact: PersonErased) -> None:
    """Tell the person for the last time, and forget the address."""
    erasure = find_erasure(fact.erasure_id)
    if erasure is None or erasure.address is None:
        return
    reader = Reader(erasure.address, "", erasure.language)
    post(fact, reader, lambda reader: _goodbye(reader, erasure))
    forget_address(erasure)


def _goodbye(reader: Reader, erasure: Erasure) -> Letter:
    gone = sum(
        count
        for counts in erasure.counts.values()
        for how, count in counts.items()
        if how != Erased.KEPT
    )
    return Letter(
        kind="person_erased",
        subject=_("Your account is erased"),
        greeting=greeting(reader),
        paragraphs=(
            ngettext(
                "Your account is closed. %(num)d record about you was deleted or made anonymous.",
                "Your account is closed. %(num)d records about you were deleted or made anonymous.",
                gone,
            ),
            _("What is listed here is kept, without your name on your account, and why."),
        ),
        details=_kept(erasure),
        after=(_("This is the last mail to this address. It is not kept either."),),
    )


def _kept(erasure: Erasure) -> tuple[tuple[str, str], ...]:
    kept = {name for name, counts in erasure.counts.items() if counts.get(Erased.KEPT)}
    return tuple(
        (_(one.about.purpose), _(one.about.why))
        for one in described()
        if one.name in kept and one.about.why
    )
