"""Invitations to organisations, so that nobody becomes a member unasked."""

import sqlalchemy as sa
from alembic import op

revision = "0012_identity"
down_revision = "0011_tickets"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_index("ix_membership_invitation_invited_by_id", table_name="membership_invitation")
    op.drop_index("ix_membership_invitation_email_key", table_name="membership_invitation")
    op.drop_table("membership_invitation")
