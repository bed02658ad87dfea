"""What documents bring to the pages of others: a part of a challenge's page, next steps."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.documents import queries
from app.documents.pages.base import TIERS
from app.documents.rules import CONFIDENTIAL
from app.web.panels import NextStep, next_steps, panel


@panel("challenge.documents", 10, "documents/_panel.html")
def documents_of(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Show the documents that are open to the reader, and the way to the others."""
    shelf = queries.shelf_of(actor, challenge)
    keeps = can(actor, Permission.SHELF_EDIT, challenge)
    supervises = can(actor, Permission.ACCESS_VIEW, challenge)
    if not (shelf.documents or shelf.locked or keeps or supervises):
        return None
    return {
        "challenge": challenge,
        "shelf": shelf,
        "keeps": keeps,
        "supervises": supervises,
        "names": TIERS,
        "confidential": CONFIDENTIAL,
    }


@next_steps
def to_let_in(actor: Actor) -> Iterator[NextStep]:
    """Tell owners that an organisation waits to see their documents."""
    if not actor.organisation_ids:
        return
    for challenge_id, title in queries.list_waiting(actor):
        yield NextStep(
            title=_("Answer who asks to see the documents of “%(title)s”", title=title),
            url=url_for("documents.list_readers", challenge_id=challenge_id),
            icon="document",
        )
