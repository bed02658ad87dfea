"""Who was reminded of scorecards that they owe"""

import sqlalchemy as sa
from alembic import op

revision = "0069_chasing"
down_revision = "0068_deliberation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jury_reminder",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_by_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.CheckConstraint("recipients > 0", name=op.f("ck_jury_reminder_somebody_gets_it")),
        _key("jury_reminder", "event_id", "event"),
        _key("jury_reminder", "sent_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_jury_reminder"),
    )
    op.create_index("ix_jury_reminder_event_id_sent_at", "jury_reminder", ["event_id", "sent_at"])
    op.create_index("ix_jury_reminder_sent_by_id", "jury_reminder", ["sent_by_id"])
    op.create_table(
        "reminded_juror",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger(), nullable=False),
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _key("reminded_juror", "reminder_id", "jury_reminder"),
        _key("reminded_juror", "juror_id", "juror"),
        sa.PrimaryKeyConstraint("id", name="pk_reminded_juror"),
        sa.UniqueConstraint("juror_id", "on_day", name="uq_reminded_juror_juror_day"),
    )
    op.create_index("ix_reminded_juror_reminder_id", "reminded_juror", ["reminder_id"])
    op.create_table(
        "reminder_plan",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        _key("reminder_plan", "event_id", "event"),
        sa.PrimaryKeyConstraint("event_id", name="pk_reminder_plan"),
    )
    op.create_table(
        "round_reminder",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        _key("round_reminder", "round_id", "judging_round"),
        sa.PrimaryKeyConstraint("round_id", "due_on", "days_before", name="pk_round_reminder"),
    )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def downgrade() -> None:
    for table in ("round_reminder", "reminder_plan", "reminded_juror", "jury_reminder"):
        op.drop_table(table)
