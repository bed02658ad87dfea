"""Settings, read from the environment; every one has a default that works on a laptop."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
INSTANCE = Path(os.environ.get("INNODAY_INSTANCE", ROOT / "instance"))
LANGUAGES = ("en",)
MOST_PROXIES = 9


def settings() -> dict[str, Any]:
    """Return the settings of this process."""
    base_url = os.environ.get("INNODAY_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _own_secret_key(),
        "SQLALCHEMY_DATABASE_URI": database_url(),
        "BASE_URL": base_url,
        "SESSION_COOKIE_NAME": "__Host-innoday" if base_url.startswith("https") else "innoday",
        "SESSION_COOKIE_SECURE": base_url.startswith("https"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        # The names that this server answers to; to another one in `Host` it answers 400.
        "TRUSTED_HOSTS": _hosts(os.environ.get("INNODAY_HOSTS", ""), base_url),
        # How many proxies of yours stand before this one. Each must set X-Forwarded-For, -Proto and
        # -Host itself: as many of their values are believed, and none at 0, for anybody can send
        # them. Without the number all visitors behind a proxy share one limit on signing in.
        "PROXIES": _proxies(os.environ.get("INNODAY_PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 1000,
        "INSTANCE": INSTANCE,
        "INSTALLATION_KEPT": 5,  # seconds until a changed name or colour is on every page
        # Set by `innoday.py hub`: a venue hub, which checks people in and does nothing else.
        "HUB": os.environ.get("INNODAY_HUB") == "1",
        "DEMO": os.environ.get("INNODAY_DEMO") == "1",
        "FILES_FOLDER": Path(os.environ.get("INNODAY_FILES", INSTANCE / "files")),
        # ClamAV's daemon, asked about every file that is sent: unix:/run/clamav/clamd.ctl or
        # host:3310. While it is set but cannot be asked, no file is taken.
        "CLAMD": os.environ.get("INNODAY_CLAMD", ""),
        # Who was erased, as numbers. Keep it apart from the copies of the database, so that whoever
        # is in a copy that is restored can be erased again; empty: in the instance's folder.
        "ERASURE_LEDGER": os.environ.get("INNODAY_ERASURES", ""),
        "MAIL_FOLDER": Path(os.environ.get("INNODAY_MAIL", INSTANCE / "mail")),
        "MAIL_FROM": os.environ.get("INNODAY_MAIL_FROM", "Innoday <innoday@example.org>"),
        "SMTP_URL": os.environ.get("SMTP_URL", ""),
        # Card payments at Stripe; without both keys no page offers them. The webhook to name there
        # is /payments/stripe, for checkout.session.completed and .async_payment_succeeded.
        "STRIPE_SECRET_KEY": os.environ.get("STRIPE_SECRET_KEY", ""),
        "STRIPE_WEBHOOK_SECRET": os.environ.get("STRIPE_WEBHOOK_SECRET", ""),
        # Passes for wallets; without these no page offers them. Apple: a PEM file with the key
        # (unencrypted), the certificate of your type of pass, then Apple's own one above it.
        "APPLE_PASS": os.environ.get("INNODAY_APPLE_PASS", ""),
        # Google: the JSON file of a service account, and the number of the issuer it acts for.
        "GOOGLE_WALLET": os.environ.get("INNODAY_GOOGLE_WALLET", ""),
        "GOOGLE_WALLET_ISSUER": os.environ.get("INNODAY_GOOGLE_WALLET_ISSUER", ""),
        # Sign-in at another provider by OpenID Connect. Its word on an address that has an account
        # here opens that account at once only with INNODAY_OIDC_TRUSTED=1.
        "OIDC_ISSUER": os.environ.get("INNODAY_OIDC_ISSUER", ""),
        "OIDC_CLIENT_ID": os.environ.get("INNODAY_OIDC_CLIENT_ID", ""),
        "OIDC_CLIENT_SECRET": os.environ.get("INNODAY_OIDC_CLIENT_SECRET", ""),
        "OIDC_NAME": os.environ.get("INNODAY_OIDC_NAME", ""),
        "OIDC_TRUSTED": os.environ.get("INNODAY_OIDC_TRUSTED") == "1",
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "SQLITE_SYNCHRONOUS": os.environ.get("SQLITE_SYNCHRONOUS", "FULL"),
        "WTF_CSRF_TIME_LIMIT": None,
    }


def database_url() -> str:
    """Return the SQLAlchemy address of the database: `DATABASE_URL`, or a file beside the app."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'innoday.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _hosts(text: str, base_url: str) -> list[str]:
    """Return the names given, else that of the base URL and those of this machine itself."""
    given = [name.strip() for name in text.split(",") if name.strip()]
    return given or [urlsplit(base_url).hostname or "localhost", "localhost", "127.0.0.1"]


def _proxies(text: str) -> int:
    """Return how many proxies to believe; a wrong number would let visitors choose an address."""
    if not text.isdecimal() or int(text) > MOST_PROXIES:
        raise ValueError(
            f"INNODAY_PROXIES is {text!r}: write how many proxies stand before Innoday, "
            f"from 0 to {MOST_PROXIES}."
        )
    return int(text)


def _own_secret_key() -> str:
    """Return the key kept in the instance folder; made at the first start, readable by us alone."""
    path = INSTANCE / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
