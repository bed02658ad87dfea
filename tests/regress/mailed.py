"""The links in letters that were written."""

from app.core.db import db
from app.notifications.models import Delivery
from tests.client import Browser
from tests.worker import run_jobs


def last_link(browser: Browser, email: str) -> str:
    """Return the path of the button in the last letter to an address."""
    run_jobs(browser.client.application)
    db.session.rollback()
    letters = db.session.query(Delivery).filter_by(recipient=email)
    last = letters.order_by(Delivery.created_at.desc(), Delivery.id.desc()).first()
    assert last is not None
    return last.text.partition("http://localhost")[2].split()[0]
