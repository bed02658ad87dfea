"""Keys of badges by number, so that an event can have a new one"""

import sqlalchemy as sa
from alembic import op

revision = "0094_badge_keys"
down_revision = "0093_attendance_certificates"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
FIRST = sa.text("reason IS NULL AND state <> 'withdrawn'")


def upgrade() -> None:
    op.create_table(
        "badge_key",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(10), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.CheckConstraint("number BETWEEN 0 AND 15", name=op.f("ck_badge_key_number_fits")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_badge_key_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", "number", name="pk_badge_key"),
    )
    op.execute(
        "INSERT INTO badge_key (event_id, number, secret, made_at) "
        "SELECT id, 0, signing_key, created_at FROM event"
    )
    with op.batch_alter_table("event") as table:
        table.drop_column("signing_key")
    with op.batch_alter_table("badge_print") as table:
        table.add_column(
            sa.Column("key_number", sa.SmallInteger(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("badge_print") as table:
        table.alter_column("key_number", server_default=None)
    _first_print_by("ticket_id", "epoch", "key_number")


def downgrade() -> None:
    _first_print_by("ticket_id", "epoch")
    with op.batch_alter_table("badge_print") as table:
        table.drop_column("key_number")
    with op.batch_alter_table("event") as table:
        table.add_column(sa.Column("signing_key", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE event SET signing_key = (SELECT secret FROM badge_key WHERE event_id = event.id "
        "ORDER BY number DESC LIMIT 1)"
    )
    with op.batch_alter_table("event") as table:
        table.alter_column("signing_key", nullable=False)
    op.drop_table("badge_key")


def _first_print_by(*columns: str) -> None:
    """Say of what there is one print without a reason."""
    op.drop_index("uq_badge_print_first", "badge_print")
    op.create_index(
        "uq_badge_print_first",
        "badge_print",
        list(columns),
        unique=True,
        sqlite_where=FIRST,
        postgresql_where=FIRST,
    )
