"""A small provider of OpenID Connect: real HTTP in a thread, real keys; it can be made to lie."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "innoday", "between us"


@dataclass
class Provider:
    """What the provider says, and how a test bends it."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    bent: dict[str, Any] = field(default_factory=dict)  # claims that are not what they should be
    returned: dict[str, Any] = field(default_factory=dict)  # parameters of the way back
    metadata: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    is_away: bool = False
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    key: Any = None
    signs_with: Any = None

    def renew_key(self) -> None:
        """Sign with a fresh key from now on."""
        name = {"kid": secrets.token_hex(4)}
        if self.algorithm.startswith("RS"):
            self.key = RSAKey.generate_key(2048, name)
        else:
            self.key = ECKey.generate_key("P-256", name)
        self.signs_with = self.key

    def describe(self) -> dict[str, Any]:
        """Return what discovery says."""
        names = {"authorization_endpoint": "/authorize", "token_endpoint": "/token"}
        names |= {"jwks_uri": "/keys", "userinfo_endpoint": "/who"}
        found = {name: self.issuer + path for name, path in names.items()}
        return {"issuer": self.issuer} | found | self.metadata

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser goes back to."""
        code = secrets.token_hex(8)
        self.asked[code] = query
        sent = {"code": code, "state": query["state"]} | self.returned
        kept = {name: value for name, value in sent.items() if value is not None}
        return f"{query['redirect_uri']}?{urlencode(kept)}"

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the tokens for a code, once, to whoever asked for it."""
        asked = self.asked.pop(form["code"], {})
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        wanted = (challenge, basic, form["redirect_uri"])
        if wanted != (asked.get("code_challenge"), authorization, asked.get("redirect_uri")):
            return None
        now = int(time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        said |= {"nonce": asked["nonce"]} | self.claims | self.bent
        kept = {name: value for name, value in said.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        token = jwt.encode(header, kept, self.signs_with, algorithms=[self.algorithm])
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}

    def keys(self) -> dict[str, Any]:
        """Return the public keys."""
        return dict(KeySet([self.key]).as_dict(private=False))


class Handler(BaseHTTPRequestHandler):
    """Answers for the provider of its server."""

    @property
    def provider(self) -> Provider:
        return self.server.provider  # type: ignore[attr-defined]  # set by `serve_provider`

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.seen.append(parts.path)
        if self.provider.is_away:
            self._say(503, {})
        elif parts.path == "/authorize":
            query = {name: value[0] for name, value in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(query))
            self.end_headers()
        elif parts.path == "/keys":
            self._say(200, self.provider.keys())
        elif parts.path == "/who":
            self._say(200, {"sub": "s-1", "email": "who@example.org", "email_verified": True})
        else:
            self._say(200, self.provider.describe())

    def do_POST(self) -> None:
        self.provider.seen.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: value[0] for name, value in parse_qs(body).items()}
        answer = self.provider.exchange(form, self.headers.get("Authorization", ""))
        self._say(200 if answer else 400, answer or {"error": "invalid_grant"})

    def _say(self, status: int, body: Any) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serve_provider(algorithm: str = "RS256") -> Iterator[Provider]:
    """Serve a provider on a free port."""
    provider = Provider(algorithm=algorithm)
    provider.renew_key()
    provider.claims = {
        "sub": "s-1",
        "email": "ann@example.org",
        "email_verified": True,
        "given_name": "Ann",
        "family_name": "Other",
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.provider = provider  # type: ignore[attr-defined]  # for its handler
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
