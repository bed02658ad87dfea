"""Forged requests are refused twice: by where they come from and by a token in the form.

Bearer and device routes refuse cookies altogether, so they need neither.
"""

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.errors import Forbidden
from app.web.guards import DEVICE, SAFE, TOKEN, guard_of

protect = CSRFProtect()


def install(app: Flask) -> None:
    """Check every unsafe request that a cookie could authenticate."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    protect.init_app(app)
    app.before_request(_check)


def _check() -> None:
    if request.method in SAFE or request.endpoint is None:
        return
    if guard_of(current_app, request.endpoint) in (TOKEN, DEVICE):
        return
    if getattr(current_app.view_functions[request.endpoint], "csrf_exempt", False):
        return
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site not in ("same-origin", "none"):
        raise Forbidden("cross_site")
    _refuse_what_is_too_large()
    protect.protect()


def _refuse_what_is_too_large() -> None:
    """Limit plain forms as werkzeug limits those with files, before anybody reads them."""
    limit = request.max_form_memory_size or 0
    is_plain = request.mimetype == "application/x-www-form-urlencoded"
    if is_plain and (request.content_length or 0) > limit:
        raise RequestEntityTooLarge
