"""What goes on in the next round of a challenge: its documents and what readers agree to.

Who was let in before asks again: a round is a challenge of its own.
"""

from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.services.rounds import carries
from app.core.db import db
from app.documents.models import Agreement, Document


@carries
def carry_documents(former: Challenge, following: Challenge) -> None:
    """Put the documents and the newest agreement of a round into the next."""
    kept = select(Document).where(Document.challenge_id == former.id, Document.removed_at.is_(None))
    for one in db.session.scalars(kept.order_by(Document.id)):
        same = {name: getattr(one, name) for name in ("file_id", "text", "title", "tier")}
        db.session.add(Document(challenge_id=following.id, **same))
    newest = select(Agreement).where(Agreement.challenge_id == former.id)
    agreement = db.session.scalar(newest.order_by(Agreement.version.desc()).limit(1))
    if agreement is not None:
        db.session.add(Agreement(challenge_id=following.id, version=1, text=agreement.text))
