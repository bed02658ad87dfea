"""Letters about outcomes that depart from the ranking: one waits for a signature, or has ended.

They name the challenge and not the proposal: what is said about that is read on the page, by those
whom nothing ties to it on that day.
"""

from functools import partial

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.juries.facts import OverrideAsked, OverrideSigned, OverrideWithdrawn
from app.juries.models import Override
from app.juries.queries.overriding import get_override, list_signers
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(OverrideAsked)
def tell_signers(fact: OverrideAsked) -> None:
    """Tell everybody who may sign, unless it was ended meanwhile."""
    override = get_override(fact.override_id)
    if override.is_open:
        for person in list_signers(override):
            post(fact, Reader.of(person), partial(_to_sign, override))


@subscribe(OverrideSigned)
def tell_asker_of_signature(fact: OverrideSigned) -> None:
    """Tell who asked that somebody signed."""
    override = get_override(fact.override_id)
    post(fact, Reader.of(override.asked_by), partial(_signed, override))


@subscribe(OverrideWithdrawn)
def tell_asker_of_refusal(fact: OverrideWithdrawn) -> None:
    """Tell who asked that another organiser took it back."""
    override = get_override(fact.override_id)
    if fact.actor_id != override.asked_by_id:
        post(fact, Reader.of(override.asked_by), partial(_refused, override))


def _to_sign(override: Override, reader: Reader) -> Letter:
    return Letter(
        kind="override_asked",
        subject=_("An outcome waits for a second signature: %(title)s", title=_title(override)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "An organiser wants an outcome that departs from the ranking. It counts only if "
                "somebody else signs it. Read on the page what is asked for and why; sign it if "
                "you stand for it too. One signature is enough."
            ),
        ),
        details=((_("Challenge"), _title(override)),),
        button=(_("Read and sign"), _page(override)),
    )


def _signed(override: Override, reader: Reader) -> Letter:
    return Letter(
        kind="override_signed",
        subject=_("Signed: an outcome that departs from the ranking"),
        greeting=greeting(reader),
        paragraphs=(_("Somebody else has signed what you asked for. The outcome counts now."),),
        details=(
            (_("Challenge"), _title(override)),
            (_("Signed by"), inert(override.signed_by.name if override.signed_by else "")),
        ),
        button=(_("Open the outcome"), _page(override)),
    )


def _refused(override: Override, reader: Reader) -> Letter:
    return Letter(
        kind="override_withdrawn",
        subject=_("Not signed: an outcome that departs from the ranking"),
        greeting=greeting(reader),
        paragraphs=(
            _("Another organiser has taken back what you asked for. Nothing was changed by it."),
        ),
        details=((_("Challenge"), _title(override)),),
        button=(_("Open the outcome"), _page(override)),
    )


def _title(override: Override) -> str:
    return inert(override.challenge.title)


def _page(override: Override) -> str:
    return address(f"/overrides/{encode_id(override.id)}")
