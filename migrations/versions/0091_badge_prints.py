"""Who had which badge printed, and the printers that badges wait for"""

import sqlalchemy as sa
from alembic import op

revision = "0091_badge_prints"
down_revision = "0090_coming"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
USED = sa.text("NOT is_closed")
OPEN = sa.text("state IN ('waiting', 'taken')")
FIRST = sa.text("reason IS NULL AND state <> 'withdrawn'")


def upgrade() -> None:
    op.create_table(
        "badge_printer",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_badge_printer_event_id_event"),
        sa.PrimaryKeyConstraint("id", name="pk_badge_printer"),
    )
    op.create_index(
        "uq_badge_printer_name",
        "badge_printer",
        ["event_id", "name"],
        unique=True,
        sqlite_where=USED,
        postgresql_where=USED,
    )
    op.create_table(
        "badge_print",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(10), nullable=True),
        sa.Column("printer_id", sa.BigInteger(), nullable=True),
        sa.Column("work_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("printed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken', 'printed', 'withdrawn')",
            name=op.f("ck_badge_print_state_known"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_badge_print_event_id_event"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_badge_print_ticket_id_ticket"
        ),
        sa.ForeignKeyConstraint(
            ["printer_id"], ["badge_printer.id"], name="fk_badge_print_printer_id_badge_printer"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_badge_print"),
    )
    for name, columns, where in (
        ("uq_badge_print_open", ["ticket_id"], OPEN),
        ("uq_badge_print_first", ["ticket_id", "epoch"], FIRST),
    ):
        op.create_index(
            name,
            "badge_print",
            columns,
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_index(
        "ix_badge_print_printer_id_state_asked_at",
        "badge_print",
        ["printer_id", "state", "asked_at"],
    )
    op.create_index("ix_badge_print_event_id_asked_at", "badge_print", ["event_id", "asked_at"])
    op.create_index("ix_badge_print_work_id", "badge_print", ["work_id"])


def downgrade() -> None:
    op.drop_table("badge_print")
    op.drop_table("badge_printer")
