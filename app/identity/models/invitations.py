"""The table of invitations, whatever they invite to."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.identity.models.organisations import Organisation
from app.identity.models.people import Person
from app.identity.rules import Purpose

_IS_MEMBERSHIP = "purpose = 'membership'"
_IS_JOINING = "purpose = 'joining'"
_IS_EXPERT = "purpose = 'expert'"
_IS_OF_NO_EVENT = "purpose IN ('membership', 'joining', 'expert')"
_IS_PARTNER = "purpose = 'partner'"
_IS_TEAM = "purpose = 'team'"
# Nor a consortium: of whom other proposers ask, nobody may learn anything.
_IS_SINGLE = "purpose NOT IN ('team', 'consortium')"


def _one_for(name: str, columns: tuple[str, ...], condition: str) -> Index:
    """Return a unique key among the invitations of one purpose."""
    where = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Invitation(Base):
    """An open invitation, to an address or, of a partner, to an organisation.

    Of purpose `joining` it goes the other way: the person with the address asks the organisation.

    It is gone once it is answered or withdrawn. `organisation_id` is what a member joins, the
    cluster that a co-organiser or a partner acts for or that asks an expert, or where a juror
    comes from; `terms` holds what one purpose alone knows. The link in the mail is signed for
    `sent_count`, so that sending it again ends the link before.
    """

    __tablename__ = "invitation"
    __about__ = About(
        whose=("email",),
        purpose="Asks somebody into an organisation, a team or a jury",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=90,
        since="sent_at",
        recipients=(Recipient.MEMBERS, Recipient.ORGANISERS),
    )
    __table_args__ = (
        _one_for("uq_invitation_event_email", ("purpose", "event_id", "email_key"), _IS_SINGLE),
        # Of each cluster and role by itself: nobody learns of those that they may not give.
        _one_for(
            "uq_invitation_team_email",
            ("event_id", "organisation_id", "role", "email_key"),
            _IS_TEAM,
        ),
        _one_for(
            "uq_invitation_organisation_email", ("organisation_id", "email_key"), _IS_MEMBERSHIP
        ),
        _one_for("uq_invitation_expert_email", ("organisation_id", "email_key"), _IS_EXPERT),
        _one_for("uq_invitation_event_partner", ("event_id", "organisation_id"), _IS_PARTNER),
        _one_for("uq_invitation_joining", ("organisation_id", "invited_by_id"), _IS_JOINING),
        CheckConstraint(f"(event_id IS NULL) = ({_IS_OF_NO_EVENT})", name="place_given"),
        CheckConstraint(f"(email_key IS NULL) = ({_IS_PARTNER})", name="receiver_given"),
        CheckConstraint("event_id IS NOT NULL OR organisation_id IS NOT NULL", name="thing_given"),
        Index("ix_invitation_email_key", "email_key"),
        Index("ix_invitation_invited_by_id", "invited_by_id"),
        Index("ix_invitation_organisation_id", "organisation_id"),
        Index("ix_invitation_event_id_purpose", "event_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    purpose: Mapped[Purpose] = mapped_column(String(20), info=IMPERSONAL)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    role: Mapped[str | None] = mapped_column(String(20), info=IMPERSONAL)
    terms: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=personal(Category.CONTACT))
    email_key: Mapped[str | None] = mapped_column(
        String(254), info=personal(Category.CONTACT, unexported="the address, as it is compared")
    )
    given_name: Mapped[str | None] = mapped_column(String(100), info=personal(Category.NAME))
    family_name: Mapped[str | None] = mapped_column(String(100), info=personal(Category.NAME))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_count: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    organisation: Mapped[Organisation | None] = relationship()
    invited_by: Mapped[Person] = relationship()
    # Named by text: events stand above, and only what they registered here looks into one.
    event: Mapped[Any] = relationship("Event", viewonly=True)

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.expires_at <= clock.now()

    @property
    def name(self) -> str:
        """What the sender calls whoever is invited, empty if that is not known."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)


when_broken("uq_invitation_event_email", "already_invited", field="email")
when_broken("uq_invitation_team_email", "already_invited", field="email")
when_broken("uq_invitation_organisation_email", "already_invited", field="email")
when_broken("uq_invitation_expert_email", "already_invited", field="email")
when_broken("uq_invitation_joining", "joining_asked")
when_broken("uq_invitation_event_partner", "already_asked", field="organisation")
