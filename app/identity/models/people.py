"""The table of people."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime

if TYPE_CHECKING:
    from app.identity.models.organisations import Membership


class Person(Base):
    """Somebody with an account; a raised `link_epoch` ends the links that were signed for it."""

    __tablename__ = "person"
    __about__ = About(
        whose=("id",),
        purpose="The account: who somebody is and how they sign in",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        recipients=(Recipient.ORGANISERS, Recipient.MEMBERS),
    )
    __table_args__ = (UniqueConstraint("email_key", name="uq_person_email_key"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(
        String(254), info=personal(Category.CONTACT, blank="{id}@erased.invalid")
    )
    email_key: Mapped[str] = mapped_column(
        String(254),
        info=personal(
            Category.CONTACT,
            blank="{id}@erased.invalid",
            unexported="the address, as it is compared",
        ),
    )
    given_name: Mapped[str] = mapped_column(
        String(100), info=personal(Category.NAME, blank="Former")
    )
    family_name: Mapped[str] = mapped_column(
        String(100), info=personal(Category.NAME, blank="participant")
    )
    latin_name: Mapped[str | None] = mapped_column(String(200), info=personal(Category.NAME))
    password_hash: Mapped[str | None] = mapped_column(
        String(200),
        info=personal(Category.CREDENTIAL, unexported="a secret that would serve an attacker"),
    )
    link_epoch: Mapped[int] = mapped_column(default=0)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    is_operator: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    disabled_reason: Mapped[str | None] = mapped_column(
        String(500), info=personal(Category.ASSESSMENT)
    )
    language: Mapped[str] = mapped_column(String(8), default="en", info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given_name} {self.family_name}".strip()


when_broken("uq_person_email_key", "email_taken", field="email")
