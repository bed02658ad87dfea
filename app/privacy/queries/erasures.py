"""Who was erased."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.permissions import Permission
from app.privacy.models import Erasure

SHOWN = 100


def list_erasures(actor: Actor) -> list[Erasure]:
    """Return the last erasures, the newest first."""
    authorize(actor, Permission.ERASURE_VIEW)
    query = (
        select(Erasure)
        .order_by(Erasure.done_at.desc(), Erasure.id)
        .options(joinedload(Erasure.by))
        .limit(SHOWN)
    )
    return list(db.session.scalars(query))


def find_erasure(erasure_id: int) -> Erasure | None:
    """Return an erasure."""
    return db.session.get(Erasure, erasure_id)
