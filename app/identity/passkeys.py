"""Questions to passkeys, and what their answers prove (WebAuthn level 2).

The one importer of webauthn; it looks at no table. A passkey belongs to the host of BASE_URL and
asks its owner for a finger, a face or a PIN each time, so that it stands for both steps.
"""

import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.core.errors import Invalid
from app.core.installation import site

LOOPBACK = "localhost"


@dataclass(frozen=True)
class Made:
    """A new passkey, as far as we may know it."""

    credential_id: str
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    is_backed_up: bool


@dataclass(frozen=True)
class Answer:
    """What an answered question proves: how often the passkey was used, whether it is a copy."""

    sign_count: int
    is_backed_up: bool


def host() -> str | None:
    """Return the host that passkeys belong to; None where browsers offer none."""
    address = urlsplit(current_app.config["BASE_URL"])
    name = address.hostname or ""
    if _is_number(name):
        return LOOPBACK if ip_address(name).is_loopback else None
    is_safe = address.scheme == "https" or name == LOOPBACK
    return name if is_safe else None


def origins() -> list[str]:
    """Return the addresses that an answer may come from."""
    base = str(current_app.config["BASE_URL"])
    address = urlsplit(base)
    port = f":{address.port}" if address.port else ""
    return [base, f"{address.scheme}://{host()}{port}"]


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def new_challenge() -> str:
    """Return a fresh question."""
    from webauthn.helpers import bytes_to_base64url, generate_challenge

    return bytes_to_base64url(generate_challenge())


def options_to_add(
    challenge: str, *, handle: int, email: str, name: str, known: list[str]
) -> dict[str, Any]:
    """Return what a browser needs to make a passkey, none on a device that has one."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes, structs

    wanted = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        require_resident_key=True,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    options = webauthn.generate_registration_options(
        rp_id=host() or "",
        rp_name=site().name,
        user_id=handle.to_bytes(8),
        user_name=email,
        user_display_name=name,
        challenge=base64url_to_bytes(challenge),
        authenticator_selection=wanted,
        exclude_credentials=_described(known),
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def options_to_ask(challenge: str, known: list[str]) -> dict[str, Any]:
    """Return what a browser needs to use a passkey: one of those known, or any that it has."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes, structs

    options = webauthn.generate_authentication_options(
        rp_id=host() or "",
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_described(known),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def _described(known: list[str]) -> Any:
    from webauthn.helpers import base64url_to_bytes, structs

    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def read_answer(text: str) -> tuple[dict[str, Any], str]:
    """Return a browser's answer and the question in it, neither of them trusted yet."""
    from webauthn.helpers import base64url_to_bytes

    try:
        answer = json.loads(text)
        said = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        return answer, str(said["challenge"])
    except (ValueError, TypeError, KeyError) as error:
        raise Invalid("passkey_refused") from error


def check_made(answer: dict[str, Any], challenge: str) -> Made:
    """Return the passkey that was made for this question."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host() or "",
            expected_origin=origins(),
            require_user_verification=True,
        )
    except Exception as error:  # the parsers of foreign bytes fail in many ways
        raise Invalid("passkey_refused") from error
    return Made(
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(answer),
        is_backed_up=made.credential_backed_up,
    )


def check_answer(
    answer: dict[str, Any], challenge: str, *, public_key: bytes, sign_count: int
) -> Answer:
    """Return what an answer to this question proves of a known passkey."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes

    try:
        proof = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host() or "",
            expected_origin=origins(),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # the parsers of foreign bytes fail in many ways
        raise Invalid("passkey_refused") from error
    return Answer(proof.new_sign_count, proof.credential_backed_up)


def is_handle(handle: str, person_id: int) -> bool:
    """Whether a passkey says that it belongs to this person."""
    from webauthn.helpers import base64url_to_bytes

    try:
        return base64url_to_bytes(handle) == person_id.to_bytes(8)
    except ValueError:
        return False


def _transports(answer: dict[str, Any]) -> tuple[str, ...]:
    """Return how a browser reaches the passkey, in the words of the standard."""
    known = {"ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"}
    said = answer["response"].get("transports")
    return tuple(sorted(known & {str(one) for one in said})) if isinstance(said, list) else ()
