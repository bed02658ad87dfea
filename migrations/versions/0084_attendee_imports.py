"""Lists of people, which ticket came from which line, and tickets that are two people's"""

import sqlalchemy as sa
from alembic import op

revision = "0084_attendee_imports"
down_revision = "0083_requests"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    table = "attendee_import"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("ticket_type_id", sa.BigInteger(), nullable=True),
        sa.Column("is_mailing", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("work_id", sa.BigInteger(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _key(table, "event_id", "event"),
        _key(table, "uploaded_by_id", "person"),
        _key(table, "file_id", "stored_file"),
        _key(table, "ticket_type_id", "ticket_type"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("event_id", "sha256", name="uq_attendee_import_event_sha256"),
    )
    op.create_index("ix_attendee_import_uploaded_by_id", table, ["uploaded_by_id"])
    table = "imported_ticket"
    op.create_table(
        table,
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("line_key", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        _key(table, "ticket_id", "ticket"),
        _key(table, "event_id", "event"),
        sa.PrimaryKeyConstraint("ticket_id", name=f"pk_{table}"),
        sa.UniqueConstraint("event_id", "line_key", name="uq_imported_ticket_event_line"),
    )
    op.create_index("ix_imported_ticket_import_id", table, ["import_id"])
    table = "distinct_pair"
    op.create_table(
        table,
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("second_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f(f"ck_{table}_in_order")),
        _key(table, "first_id", "ticket"),
        _key(table, "second_id", "ticket"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=f"pk_{table}"),
    )
    op.create_index("ix_distinct_pair_second_id", table, ["second_id"])


def downgrade() -> None:
    op.drop_table("distinct_pair")
    op.drop_table("imported_ticket")
    op.drop_table("attendee_import")
