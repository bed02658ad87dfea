"""What may tie a juror to a proposal"""

import sqlalchemy as sa
from alembic import op

revision = "0070_hints"
down_revision = "0069_chasing"
branch_labels = None
depends_on = None
TABLE = "conflict_suggestion"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("sign", sa.String(20), nullable=False),
        sa.Column("evidence", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(600), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'dismissed')", name=op.f(f"ck_{TABLE}_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL) "
            "AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f(f"ck_{TABLE}_answered_whole"),
        ),
        _key("juror_id", "juror"),
        _key("proposal_id", "proposal"),
        _key("answered_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint(
            "juror_id", "proposal_id", "sign", name=f"uq_{TABLE}_juror_proposal_sign"
        ),
    )
    op.create_index(f"ix_{TABLE}_proposal_id_state", TABLE, ["proposal_id", "state"])
    op.create_index(f"ix_{TABLE}_answered_by_id", TABLE, ["answered_by_id"])


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{TABLE}_{column}_{target}")


def downgrade() -> None:
    op.drop_table(TABLE)
