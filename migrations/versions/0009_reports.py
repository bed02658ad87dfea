"""Snapshots and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0009_reports"
down_revision = "0008_checkin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_snapshot_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_snapshot_taken_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("event_id", "version", name="uq_snapshot_event_version"),
    )
    op.create_table(
        "outcome_report",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("work_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_outcome_report_snapshot_id_snapshot")
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["work.id"], name=op.f("fk_outcome_report_work_id_work")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_report")),
    )
    op.create_index(
        "ix_outcome_report_snapshot_id", "outcome_report", ["snapshot_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_outcome_report_snapshot_id", table_name="outcome_report")
    op.drop_table("outcome_report")
    op.drop_table("snapshot")
