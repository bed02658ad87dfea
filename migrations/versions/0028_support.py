"""Clusters invite participants by mail and write to their own."""

import sqlalchemy as sa
from alembic import op

revision = "0028_support"
down_revision = "0027_directory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant_invitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "sent_count > 0", name=op.f("ck_participant_invitation_sent_at_least_once")
        ),
        sa.CheckConstraint(
            "ticket_id is null or withdrawn_at is null",
            name=op.f("ck_participant_invitation_used_or_withdrawn_not_both"),
        ),
        *_keys("participant_invitation", "event", "cluster:organisation", "ticket"),
        *_keys("participant_invitation", "invited_by:person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_invitation")),
        sa.UniqueConstraint(
            "event_id", "cluster_id", "email_key", name="uq_participant_invitation_address"
        ),
        sa.UniqueConstraint("ticket_id", name="uq_participant_invitation_ticket_id"),
    )
    op.create_index(
        "ix_participant_invitation_cluster_id", "participant_invitation", ["cluster_id"]
    )
    op.create_index(
        "ix_participant_invitation_invited_by_id", "participant_invitation", ["invited_by_id"]
    )
    op.create_table(
        "mailing",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_by_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("recipients > 0", name=op.f("ck_mailing_somebody_gets_it")),
        *_keys("mailing", "event", "cluster:organisation", "sent_by:person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    op.create_index(
        "ix_mailing_event_id_cluster_id", "mailing", ["event_id", "cluster_id", "created_at"]
    )
    op.create_index("ix_mailing_cluster_id", "mailing", ["cluster_id"])
    op.create_index("ix_mailing_sent_by_id", "mailing", ["sent_by_id"])


def _keys(table: str, *parts: str) -> list[sa.ForeignKeyConstraint]:
    """Return foreign keys: `cluster:organisation` is the column cluster_id to organisation.id."""
    made = []
    for part in parts:
        name, _, target = part.partition(":")
        target = target or name
        key = op.f(f"fk_{table}_{name}_id_{target}")
        made.append(sa.ForeignKeyConstraint([f"{name}_id"], [f"{target}.id"], name=key))
    return made


def downgrade() -> None:
    op.drop_table("mailing")
    op.drop_table("participant_invitation")
