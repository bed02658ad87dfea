"""Pairs of organisations that look like one, and where merged ones went."""

import sqlalchemy as sa
from alembic import op

revision = "0027_directory"
down_revision = "0026_glass"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_alias",
        sa.Column("old_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survivor_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_alias_survivor_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_organisation_alias")),
    )
    op.create_index(
        "ix_organisation_alias_survivor_id", "organisation_alias", ["survivor_id"], unique=False
    )
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("second_id", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pair_in_order")),
        sa.CheckConstraint(
            "state IN ('open', 'dismissed')", name=op.f("ck_duplicate_pair_state_known")
        ),
        sa.CheckConstraint(
            "gone_id IS NULL OR gone_id = first_id OR gone_id = second_id",
            name=op.f("ck_duplicate_pair_gone_is_of_pair"),
        ),
        sa.CheckConstraint(
            "(gone_id IS NULL) = (asked_by_id IS NULL)",
            name=op.f("ck_duplicate_pair_asked_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_duplicate_pair_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_duplicate_pair_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["organisation.id"],
            name=op.f("fk_duplicate_pair_first_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["gone_id"],
            ["organisation.id"],
            name=op.f("fk_duplicate_pair_gone_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["organisation.id"],
            name=op.f("fk_duplicate_pair_second_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("first_id", "second_id", name="uq_duplicate_pair_first_second"),
    )
    op.create_index("ix_duplicate_pair_second_id", "duplicate_pair", ["second_id"], unique=False)
    op.create_index(
        "ix_duplicate_pair_state_weight", "duplicate_pair", ["state", "weight"], unique=False
    )


def downgrade() -> None:
    op.drop_table("duplicate_pair")
    op.drop_table("organisation_alias")
