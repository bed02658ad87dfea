"""Passages that organisers keep from the jurors of blind rounds"""

import sqlalchemy as sa
from alembic import op

revision = "0073_redactions"
down_revision = "0072_withdrawn_conflicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redaction",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(80), nullable=False),
        sa.Column("passage", sa.String(500), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_redaction_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name="fk_redaction_made_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_redaction"),
        sa.UniqueConstraint("proposal_id", "part", "passage", name="uq_redaction_proposal_passage"),
    )
    op.create_index("ix_redaction_made_by_id", "redaction", ["made_by_id"])


def downgrade() -> None:
    op.drop_table("redaction")
