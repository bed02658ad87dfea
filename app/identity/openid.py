"""Sign-in at another provider by OpenID Connect: code flow with PKCE, state and nonce.

It speaks HTTP, so nothing here runs inside a transaction. What the provider publishes is kept for
an hour; an unknown key is looked for once a minute at most.
"""

import hmac
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from flask import current_app

from app.core import clock
from app.core.errors import Invalid

FRESH_FOR = 3600.0
LOOKED_AGAIN_AFTER = 60.0
TIMEOUT = httpx.Timeout(5.0)
LARGEST = 200_000
LEEWAY = 60
# Signatures only: what a client could make with its own secret is not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
SCOPE = "openid email profile"
_published: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Provider:
    """Who is trusted to say who somebody is; `is_trusted` also with addresses that we know."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    is_trusted: bool


@dataclass(frozen=True)
class Attempt:
    """What this browser must bring back; kept in its own cookie until then."""

    issuer: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Claims:
    """What the provider says of somebody."""

    issuer: str
    subject: str
    email: str
    is_email_proved: bool
    given_name: str
    family_name: str


def provider() -> Provider | None:
    """Return the provider of this installation, None if it has none."""
    config = current_app.config
    if not config["OIDC_ISSUER"] or not config["OIDC_CLIENT_ID"]:
        return None
    return Provider(
        issuer=config["OIDC_ISSUER"],
        client_id=config["OIDC_CLIENT_ID"],
        client_secret=config["OIDC_CLIENT_SECRET"],
        name=config["OIDC_NAME"] or urlsplit(config["OIDC_ISSUER"]).hostname or "",
        is_trusted=config["OIDC_TRUSTED"],
    )


def begin(at: Provider, back_to: str) -> tuple[str, Attempt]:
    """Return where to send a browser, and what it must bring back."""
    from authlib.common.security import generate_token
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    attempt = Attempt(
        at.issuer, state=generate_token(40), nonce=generate_token(40), verifier=generate_token(64)
    )
    url = prepare_grant_uri(
        _endpoint(at, "authorization_endpoint"),
        at.client_id,
        "code",
        redirect_uri=back_to,
        scope=SCOPE,
        state=attempt.state,
        nonce=attempt.nonce,
        code_challenge=create_s256_code_challenge(attempt.verifier),
        code_challenge_method="S256",
    )
    return str(url), attempt


def to_cookie(attempt: Attempt) -> dict[str, str]:
    """Return an attempt as the signed cookie keeps it."""
    return asdict(attempt)


def finish(at: Provider, attempt: Attempt, sent: dict[str, str | None], *, back_to: str) -> Claims:
    """Return what the provider says of whoever came back; refuse what does not fit together."""
    _check_return(at, attempt, sent)
    answer = _exchange(at, attempt, code=sent["code"] or "", back_to=back_to)
    claims = _read_id_token(at, attempt, answer)
    said = claims if claims.get("email") else claims | _ask_who(at, answer, claims["sub"])
    return Claims(
        issuer=at.issuer,
        subject=str(claims["sub"]),
        email=str(said.get("email") or ""),
        is_email_proved=said.get("email_verified") is True,
        given_name=str(said.get("given_name") or said.get("name") or ""),
        family_name=str(said.get("family_name") or ""),
    )


def _check_return(at: Provider, attempt: Attempt, sent: dict[str, str | None]) -> None:
    """Refuse an answer to another browser's question, or from another provider (RFC 9207)."""
    is_ours = hmac.compare_digest((sent.get("state") or "").encode(), attempt.state.encode())
    if not is_ours or attempt.issuer != at.issuer:
        raise Invalid("provider_refused")
    names_itself = _metadata(at).get("authorization_response_iss_parameter_supported") is True
    if sent.get("iss") != at.issuer and (names_itself or sent.get("iss")):
        raise Invalid("provider_refused")
    if sent.get("error") or not sent.get("code"):
        raise Invalid("provider_declined")


def _exchange(at: Provider, attempt: Attempt, *, code: str, back_to: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "code_verifier": attempt.verifier,
        "client_id": at.client_id,
    }
    ways = _metadata(at).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    auth: Any = httpx.USE_CLIENT_DEFAULT
    if at.client_secret and "client_secret_basic" in ways:
        auth = httpx.BasicAuth(at.client_id, at.client_secret)
    elif at.client_secret:
        form["client_secret"] = at.client_secret
    url = _endpoint(at, "token_endpoint")
    return _answer(lambda client: client.post(url, data=form, auth=auth))


def _read_id_token(at: Provider, attempt: Attempt, answer: dict[str, Any]) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError

    essential = {"essential": True}
    options = {
        "iss": essential | {"value": at.issuer},
        "aud": essential | {"value": at.client_id},
        "nonce": essential | {"value": attempt.nonce},
    }
    params = {"client_id": at.client_id, "access_token": answer.get("access_token")}
    try:
        token = jwt.decode(str(answer.get("id_token")), _keys(at, answer), algorithms=ALGORITHMS)
        claims = CodeIDToken(token.claims, token.header, options=options, params=params)
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Invalid("provider_refused") from error
    return dict(token.claims)


def _keys(at: Provider, answer: dict[str, Any]) -> Any:
    """Return the provider's keys, looked for afresh if the token names one that is not there."""
    from joserfc import jws
    from joserfc.jwk import KeySet

    url = _endpoint(at, "jwks_uri")
    wanted = jws.extract_compact(str(answer.get("id_token")).encode()).headers().get("kid")
    found = _read(url)
    if wanted and wanted not in {key.get("kid") for key in found.get("keys", [])}:
        found = _read(url, LOOKED_AGAIN_AFTER)
    return KeySet.import_key_set({"keys": list(found.get("keys", []))})


def _ask_who(at: Provider, answer: dict[str, Any], subject: str) -> dict[str, Any]:
    """Return what the provider says beside its token; it must speak of the same person."""
    if not _metadata(at).get("userinfo_endpoint"):
        return {}
    url = _endpoint(at, "userinfo_endpoint")
    headers = {"Authorization": f"Bearer {answer.get('access_token')}"}
    said = _answer(lambda client: client.get(url, headers=headers))
    if said.get("sub") != subject:
        raise Invalid("provider_refused")
    return said


def _metadata(at: Provider) -> dict[str, Any]:
    found = _read(at.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != at.issuer:
        raise Invalid("provider_refused")
    return found


def _endpoint(at: Provider, name: str) -> str:
    """Return an address of the provider; it is as safe as the issuer's own."""
    url = str(_metadata(at).get(name) or "")
    if urlsplit(url).scheme not in {"https", urlsplit(at.issuer).scheme}:
        raise Invalid("provider_refused")
    return url


def forget() -> None:
    """Forget what providers published."""
    _published.clear()


def _read(url: str, fresh_for: float = FRESH_FOR) -> dict[str, Any]:
    at, found = _published.get(url, (-FRESH_FOR, {}))
    now = time.monotonic()
    if not found or now - at > fresh_for:
        found = _answer(lambda client: client.get(url))
        _published[url] = (now, found)
    return found


def _answer(ask: Any) -> dict[str, Any]:
    """Return what the provider answers; follow it nowhere, and wait for it only so long."""
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
            answer = ask(client)
            found = answer.json() if len(answer.content) <= LARGEST else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Invalid("provider_away") from error
    if answer.is_server_error:
        raise Invalid("provider_away")
    if not answer.is_success or not isinstance(found, dict):
        raise Invalid("provider_refused")
    return found
