"""Letters about ways in: whoever did not do this themselves learns of it at once."""

from collections.abc import Callable

from flask_babel import gettext as _

from app.core.facts import Fact, subscribe
from app.core.installation import site
from app.identity import facts
from app.identity.queries import get_person
from app.notifications.letters import Letter, Reader, address, greeting, post

Words = tuple[str, str]


@subscribe(facts.PasskeyAdded)
def tell_new_passkey(fact: facts.PasskeyAdded) -> None:
    """Tell a person that a passkey opens their account."""
    _tell(fact, fact.person_id, "passkey_added", _passkey_added)


@subscribe(facts.PasskeyRemoved)
def tell_removed_passkey(fact: facts.PasskeyRemoved) -> None:
    """Tell a person that a passkey no longer opens their account."""
    _tell(fact, fact.person_id, "passkey_removed", _passkey_removed)


@subscribe(facts.SecondStepTurnedOn)
def tell_second_step_on(fact: facts.SecondStepTurnedOn) -> None:
    """Tell a person that a code is asked for from now on."""
    _tell(fact, fact.person_id, "second_step_on", _turned_on)


@subscribe(facts.SecondStepTurnedOff)
def tell_second_step_off(fact: facts.SecondStepTurnedOff) -> None:
    """Tell a person that no code is asked for any more."""
    _tell(fact, fact.person_id, "second_step_off", _turned_off)


@subscribe(facts.SecondStepRemoved)
def tell_second_step_removed(fact: facts.SecondStepRemoved) -> None:
    """Tell a person that the operator took their second step away."""
    _tell(fact, fact.person_id, "second_step_removed", _removed)


@subscribe(facts.RecoveryCodeUsed)
def tell_recovery_code(fact: facts.RecoveryCodeUsed) -> None:
    """Tell a person that somebody came in with a code from their paper."""
    _tell(fact, fact.person_id, "recovery_code_used", lambda: _code_used(fact.left))


@subscribe(facts.RecoveryCodesRenewed)
def tell_renewed_codes(fact: facts.RecoveryCodesRenewed) -> None:
    """Tell a person that their paper is worthless."""
    _tell(fact, fact.person_id, "recovery_codes_renewed", _codes_renewed)


@subscribe(facts.ExternalIdentityJoined)
def tell_joined(fact: facts.ExternalIdentityJoined) -> None:
    """Tell a person that an account elsewhere opens theirs."""
    _tell(fact, fact.person_id, "external_identity_joined", _joined)


@subscribe(facts.ExternalIdentityParted)
def tell_parted(fact: facts.ExternalIdentityParted) -> None:
    """Tell a person that an account elsewhere no longer opens theirs."""
    _tell(fact, fact.person_id, "external_identity_parted", _parted)


def _tell(fact: Fact, person_id: int, kind: str, words: Callable[[], Words]) -> None:
    def write(reader: Reader) -> Letter:
        subject, first = words()
        return Letter(
            kind=kind,
            subject=subject,
            greeting=greeting(reader),
            paragraphs=(first, _("If it was you, all is well.")),
            button=(_("Look at your ways in"), address("/account/security")),
            after=(
                _(
                    "If it was not you, somebody else was in your account. Change your password "
                    "there, which signs every other device out, and remove what you do not know."
                ),
            ),
        )

    post(fact, Reader.of(get_person(person_id)), write)


def _passkey_added() -> Words:
    return (
        _("A passkey was added to your account"),
        _(
            "A passkey was added to your account on %(site)s. Whoever has it can sign in.",
            site=site().name,
        ),
    )


def _passkey_removed() -> Words:
    return (
        _("A passkey was removed from your account"),
        _(
            "A passkey was removed from your account on %(site)s. It lets nobody in any more.",
            site=site().name,
        ),
    )


def _turned_on() -> Words:
    return (
        _("Your second step is on"),
        _(
            "From now on %(site)s asks for a code of your authenticator app after the password.",
            site=site().name,
        ),
    )


def _turned_off() -> Words:
    return (
        _("Your second step is off"),
        _("%(site)s no longer asks for a code after your password.", site=site().name),
    )


def _removed() -> Words:
    return (
        _("Your second step was removed"),
        _(
            "The operator of %(site)s removed the second step from your account, as is done for "
            "people who lost their app and their recovery codes. Set it up again soon.",
            site=site().name,
        ),
    )


def _code_used(left: int) -> Words:
    return (
        _("A recovery code was used"),
        _(
            "Somebody signed in to your account on %(site)s with one of your recovery codes. "
            "Codes left: %(left)s.",
            site=site().name,
            left=left,
        ),
    )


def _codes_renewed() -> Words:
    return (
        _("You have new recovery codes"),
        _("Your recovery codes were replaced. Those that you had before work no longer."),
    )


def _joined() -> Words:
    return (
        _("Another account opens yours"),
        _(
            "An account at another service was joined to yours. It can sign in to %(site)s as you.",
            site=site().name,
        ),
    )


def _parted() -> Words:
    return (
        _("Another account no longer opens yours"),
        _("An account at another service was joined to yours before. It no longer opens it."),
    )
