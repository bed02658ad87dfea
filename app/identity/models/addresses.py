"""The table of addresses that people had before the one they have now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.privacy import About, Basis, Category, Erased, personal
from app.core.types import Sequence, UTCDateTime


class FormerAddress(Base):
    """An address that an account had, proved, from one instant to another."""

    __tablename__ = "former_address"
    __about__ = About(
        whose=("person_id",),
        purpose="Finds what came under an address that somebody had before",
        basis=Basis.LEGAL_OBLIGATION,
        erased=Erased.DELETED,
        dated="held_until",
    )
    __table_args__ = (
        UniqueConstraint(
            "person_id", "email_key", "held_from", name="uq_former_address_person_id_email_key"
        ),
        CheckConstraint("held_from <= held_until", name="held_for_a_time"),
        Index("ix_former_address_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    email_key: Mapped[str] = mapped_column(
        String(254), info=personal(Category.CONTACT, unexported="the address, as it is compared")
    )
    held_from: Mapped[datetime] = mapped_column(UTCDateTime)
    held_until: Mapped[datetime] = mapped_column(UTCDateTime)
