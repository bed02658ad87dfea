"""Tables of the pool of experts."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.experts.rules import Audience, Helix, LabelKind
from app.identity.models import Organisation, Person


class ExpertProfile(Base):
    """What somebody in the pool says of themselves, and what they agreed to.

    `found_by` is what a search looks in: without case and diacritics, in Latin letters too.
    """

    __tablename__ = "expert_profile"
    __about__ = About(
        whose=("person_id",),
        purpose="Lets clusters find people who are ready to judge",
        basis=Basis.CONSENT,
        erased=Erased.DELETED,
        dated="consented_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("person_id", name="uq_expert_profile_person"),
        CheckConstraint("shared_with IN ('own', 'partnership')", name="shared_with_known"),
        CheckConstraint(
            "helix IN ('business', 'research', 'public', 'society')", name="helix_known"
        ),
        Index("ix_expert_profile_country", "country"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_name: Mapped[str] = mapped_column(
        String(200), default="", info=personal(Category.PROFILE)
    )
    country: Mapped[str | None] = mapped_column(String(2), info=IMPERSONAL)
    helix: Mapped[Helix | None] = mapped_column(String(10), info=IMPERSONAL)
    strengths: Mapped[str] = mapped_column(Text, default="", info=personal(Category.PROFILE))
    shared_with: Mapped[Audience] = mapped_column(String(12), default=Audience.OWN, info=IMPERSONAL)
    found_by: Mapped[str] = mapped_column(
        Text, default="", info=personal(Category.PROFILE, unexported="the rest, as it is compared")
    )
    consent_text: Mapped[str] = mapped_column(String(1000), info=IMPERSONAL)
    consented_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship()
    labels: Mapped[list["ExpertLabel"]] = relationship(
        order_by="ExpertLabel.place", cascade="all, delete-orphan"
    )
    employers: Mapped[list["ExpertEmployer"]] = relationship(
        order_by="ExpertEmployer.place", cascade="all, delete-orphan"
    )
    places: Mapped[list["ExpertPlace"]] = relationship(
        order_by="ExpertPlace.joined_at", cascade="all, delete-orphan"
    )

    def codes(self, kind: LabelKind) -> list[str]:
        """Return the codes of one kind of label."""
        return [one.code for one in self.labels if one.kind == kind]

    @property
    def topics(self) -> list[str]:
        """The topics, by their codes."""
        return self.codes(LabelKind.TOPIC)

    @property
    def languages(self) -> list[str]:
        """The languages, by their codes."""
        return self.codes(LabelKind.LANGUAGE)

    @property
    def keywords(self) -> list[str]:
        """The keywords as they were typed."""
        return [one.text for one in self.labels if one.kind == LabelKind.KEYWORD]


class ExpertLabel(Base):
    """A topic, keyword or language of an expert; `text` is a keyword as it was typed."""

    __tablename__ = "expert_label"
    __about__ = About(
        whose=("profile_id",),
        purpose="Topics, keywords and languages of an expert",
        basis=Basis.CONSENT,
        erased=Erased.DELETED,
        dated="profile_id.consented_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("profile_id", "kind", "code", name="uq_expert_label_profile_kind_code"),
        Index("ix_expert_label_kind_code", "kind", "code", "profile_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    profile_id: Mapped[int] = mapped_column(ForeignKey("expert_profile.id"))
    kind: Mapped[LabelKind] = mapped_column(String(10), info=IMPERSONAL)
    code: Mapped[str] = mapped_column(String(120), info=personal(Category.PROFILE))
    text: Mapped[str] = mapped_column(String(100), default="", info=personal(Category.PROFILE))
    place: Mapped[int] = mapped_column(default=0)


class ExpertEmployer(Base):
    """For whom an expert worked, which may tie them to a proposer."""

    __tablename__ = "expert_employer"
    __about__ = About(
        whose=("profile_id",),
        purpose="Keeps experts from judging those for whom they worked",
        basis=Basis.CONSENT,
        erased=Erased.DELETED,
        dated="profile_id.consented_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("until_year >= from_year", name="years_in_order"),
        Index("ix_expert_employer_profile_id", "profile_id"),
        Index("ix_expert_employer_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    profile_id: Mapped[int] = mapped_column(ForeignKey("expert_profile.id"))
    name: Mapped[str] = mapped_column(String(200), info=personal(Category.PROFILE))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    from_year: Mapped[int | None]
    until_year: Mapped[int | None]
    place: Mapped[int] = mapped_column(default=0)


class ExpertPlace(Base):
    """A cluster that asked an expert into the pool, and may always see them."""

    __tablename__ = "expert_place"
    __about__ = About(
        whose=("profile_id",),
        purpose="Which clusters asked an expert into the pool",
        basis=Basis.CONSENT,
        erased=Erased.DELETED,
        dated="joined_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("profile_id", "cluster_id", name="uq_expert_place_profile_cluster"),
        Index("ix_expert_place_cluster_id", "cluster_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    profile_id: Mapped[int] = mapped_column(ForeignKey("expert_profile.id"))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    cluster: Mapped[Organisation] = relationship()


when_broken("uq_expert_profile_person", "expert_changed_meanwhile")
when_broken("uq_expert_label_profile_kind_code", "expert_changed_meanwhile")
when_broken("uq_expert_place_profile_cluster", "already_in_pool")
