"""The operator's views of events in an emergency"""

import sqlalchemy as sa
from alembic import op

revision = "0026_glass"
down_revision = "0025_privacy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("ends_at > opened_at", name=op.f("ck_broken_glass_ends_after_opened")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_broken_glass_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_broken_glass_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_broken_glass_opened_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broken_glass")),
    )
    for name, columns in INDEXES:
        op.create_index(name, "broken_glass", columns)


INDEXES = (
    ("ix_broken_glass_event_id_opened_at", ["event_id", "opened_at"]),
    ("ix_broken_glass_opened_by_id_ends_at", ["opened_by_id", "ends_at"]),
    ("ix_broken_glass_ended_by_id", ["ended_by_id"]),
)


def downgrade() -> None:
    for name, _columns in INDEXES:
        op.drop_index(name, table_name="broken_glass")
    op.drop_table("broken_glass")
