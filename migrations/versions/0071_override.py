"""Outcomes that depart from the ranking and need a second signature"""

import sqlalchemy as sa
from alembic import op

revision = "0071_override"
down_revision = "0070_hints"
branch_labels = None
depends_on = None

OPEN = sa.text("signed_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "override",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("falls_short", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("reason", "feedback", "change_reason", "grounds")
        ),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("signed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", instant, nullable=True),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked_by_id <> signed_by_id", name=op.f("ck_override_two_people")),
        sa.CheckConstraint(
            "(signed_by_id IS NULL) = (signed_at IS NULL)", name=op.f("ck_override_signed_whole")
        ),
        sa.CheckConstraint(
            "signed_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_override_one_end")
        ),
        _key("challenge_id", "challenge"),
        _key("proposal_id", "proposal"),
        _key("asked_by_id", "person"),
        _key("signed_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_override"),
    )
    op.create_index(
        "uq_override_open",
        "override",
        ["proposal_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    for column in ("challenge_id", "asked_by_id", "signed_by_id"):
        op.create_index(f"ix_override_{column}", "override", [column])


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_override_{column}_{target}"
    )


def downgrade() -> None:
    op.drop_table("override")
