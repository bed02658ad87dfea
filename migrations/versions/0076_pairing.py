"""Trainees who judge beside a member"""

import sqlalchemy as sa
from alembic import op

revision = "0076_pairing"
down_revision = "0075_blind_files"
branch_labels = None
depends_on = None
TABLE = "pairing"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("trainee_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("is_mutual", sa.Boolean(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trainee_id <> member_id", name=op.f(f"ck_{TABLE}_two_people")),
        _key("trainee_id"),
        _key("member_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("trainee_id", name=f"uq_{TABLE}_trainee_id"),
    )
    op.create_index(f"ix_{TABLE}_member_id", TABLE, ["member_id"])


def _key(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["juror.id"], name=f"fk_{TABLE}_{column}_juror")


def downgrade() -> None:
    op.drop_table(TABLE)
