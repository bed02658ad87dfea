"""Copies of files without metadata, for the jurors of blind rounds"""

import sqlalchemy as sa
from alembic import op

revision = "0075_blind_files"
down_revision = "0074_paper"
branch_labels = None
depends_on = None
TABLE = "blind_file"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_file_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("answered_at", instant, nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('ready', 'withheld')", name=op.f(f"ck_{TABLE}_state_known")),
        sa.CheckConstraint(
            "state = 'withheld' OR file_id IS NOT NULL", name=op.f(f"ck_{TABLE}_ready_has_file")
        ),
        _key("proposal_file_id", "proposal_file"),
        _key("file_id", "stored_file"),
        _key("answered_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("proposal_file_id", name="uq_blind_file_proposal_file"),
    )
    for column in ("file_id", "answered_by_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{TABLE}_{column}_{target}")


def downgrade() -> None:
    op.drop_table(TABLE)
