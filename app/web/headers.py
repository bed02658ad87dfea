"""Headers that every answer carries, static files included."""

import secrets
from wsgiref.headers import Headers

from flask import Flask, Response, g, request

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # what older browsers read instead of frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
}
STATIC_POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'"
# The decoder of the scanner is WebAssembly; only its worker may compile it.
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def csp_nonce() -> str:
    """Return the one nonce of this answer's scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def install(app: Flask) -> None:
    """Add the headers to what Flask answers."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault(
            "Content-Security-Policy", POLICY.format(nonce=g.get("csp_nonce", "none"))
        )
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def static_headers(headers: Headers, path: str, _url: str) -> None:
    """Add the headers to a file that WhiteNoise answers before Flask is asked."""
    for name, value in FIXED.items():
        headers[name] = value
    is_worker = path.endswith("worker.js")
    headers["Content-Security-Policy"] = WORKER_POLICY if is_worker else STATIC_POLICY
