"""One table for every invitation, whatever it invites to."""

import sqlalchemy as sa
from alembic import op

revision = "0016_invitations"
down_revision = "0015_events"
branch_labels = None
depends_on = None

IS_MEMBERSHIP = "purpose = 'membership'"
IS_PARTNER = "purpose = 'partner'"
_FROM_MEMBERSHIP = {
    "sqlite": (
        "INSERT INTO invitation (id, purpose, organisation_id, role, terms, email, email_key,"
        " invited_by_id, created_at, sent_at, sent_count, expires_at)"
        " SELECT id, 'membership', organisation_id, 'member', '{}', email, email_key,"
        " invited_by_id, created_at, created_at, 1,"
        " strftime('%Y-%m-%d %H:%M:%f000', 'now', '+14 days') FROM membership_invitation"
    ),
    "postgresql": (
        "INSERT INTO invitation (id, purpose, organisation_id, role, terms, email, email_key,"
        " invited_by_id, created_at, sent_at, sent_count, expires_at)"
        " SELECT id, 'membership', organisation_id, 'member', '{}'::json, email, email_key,"
        " invited_by_id, created_at, created_at, 1, now() + interval '14 days'"
        " FROM membership_invitation"
    ),
}
_TO_MEMBERSHIP = (
    "INSERT INTO membership_invitation (id, organisation_id, email, email_key, invited_by_id,"
    " created_at) SELECT id, organisation_id, email, email_key, invited_by_id, created_at"
    " FROM invitation WHERE purpose = 'membership'"
)


def upgrade() -> None:
    _make_invitation()
    # Who was invited so far has 14 days from now, and answers on the page Home.
    op.execute(_FROM_MEMBERSHIP[op.get_bind().dialect.name])
    op.drop_index("ix_membership_invitation_invited_by_id", table_name="membership_invitation")
    op.drop_index("ix_membership_invitation_email_key", table_name="membership_invitation")
    op.drop_table("membership_invitation")


def _make_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("given_name", sa.String(length=100), nullable=True),
        sa.Column("family_name", sa.String(length=100), nullable=True),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"(event_id IS NULL) = ({IS_MEMBERSHIP})", name=op.f("ck_invitation_place_given")
        ),
        sa.CheckConstraint(
            f"(email_key IS NULL) = ({IS_PARTNER})", name=op.f("ck_invitation_receiver_given")
        ),
        sa.CheckConstraint(
            "event_id IS NOT NULL OR organisation_id IS NOT NULL",
            name=op.f("ck_invitation_thing_given"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_invitation_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("purpose", "event_id", "email_key", name="uq_invitation_event_email"),
    )
    op.create_index("ix_invitation_email_key", "invitation", ["email_key"])
    op.create_index("ix_invitation_invited_by_id", "invitation", ["invited_by_id"])
    op.create_index("ix_invitation_organisation_id", "invitation", ["organisation_id"])
    op.create_index("ix_invitation_event_id_purpose", "invitation", ["event_id", "purpose"])
    _one_for("uq_invitation_organisation_email", ["organisation_id", "email_key"], IS_MEMBERSHIP)
    _one_for("uq_invitation_event_partner", ["event_id", "organisation_id"], IS_PARTNER)


def _one_for(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        name, "invitation", columns, unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.create_table(
        "membership_invitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["person.id"],
            name=op.f("fk_membership_invitation_invited_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_invitation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_invitation")),
        sa.UniqueConstraint(
            "organisation_id", "email_key", name="uq_membership_invitation_organisation_email"
        ),
    )
    op.create_index(
        "ix_membership_invitation_email_key", "membership_invitation", ["email_key"], unique=False
    )
    op.create_index(
        "ix_membership_invitation_invited_by_id",
        "membership_invitation",
        ["invited_by_id"],
        unique=False,
    )
    op.execute(_TO_MEMBERSHIP)
    op.drop_table("invitation")
