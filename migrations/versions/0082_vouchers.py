"""Vouchers: codes that give a ticket on other terms"""

import sqlalchemy as sa
from alembic import op

revision = "0082_vouchers"
down_revision = "0081_registration_questions"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
CHECKS = {
    "used_within_times": "used BETWEEN 0 AND times",
    "value_not_negative": "value >= 0",
    "at_most_all": "effect <> 'percent' OR value <= 10000",
    "effect_known": "effect IN ('listed', 'free', 'percent', 'amount', 'price')",
    "valid_in_order": "valid_until > valid_from",
    "reserved_within_times": "reserved BETWEEN 0 AND times",
    "reserved_of_a_kind": "reserved = 0 OR reserved_type_id IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "voucher",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("code_key", sa.String(80), nullable=False),
        sa.Column("effect", sa.String(10), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("valid_from", INSTANT, nullable=True),
        sa.Column("valid_until", INSTANT, nullable=True),
        sa.Column("domains", sa.String(500), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("reserved_type_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_voucher_{one}")) for one, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_voucher_event_id_event"),
        sa.ForeignKeyConstraint(
            ["reserved_type_id"],
            ["ticket_type.id"],
            name="fk_voucher_reserved_type_id_ticket_type",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_voucher"),
        sa.UniqueConstraint("event_id", "code_key", name="uq_voucher_event_id_code_key"),
    )
    op.create_index("ix_voucher_reserved_type_id", "voucher", ["reserved_type_id"])
    op.create_table(
        "voucher_ticket_type",
        sa.Column("voucher_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_type_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name="fk_voucher_ticket_type_ticket_type_id_ticket_type",
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name="fk_voucher_ticket_type_voucher_id_voucher"
        ),
        sa.PrimaryKeyConstraint("voucher_id", "ticket_type_id", name="pk_voucher_ticket_type"),
    )
    op.create_index(
        "ix_voucher_ticket_type_ticket_type_id", "voucher_ticket_type", ["ticket_type_id"]
    )
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("voucher_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key("fk_ticket_voucher_id_voucher", "voucher", ["voucher_id"], ["id"])
        table.create_index("ix_ticket_voucher_id", ["voucher_id"])


def downgrade() -> None:
    with op.batch_alter_table("ticket") as table:
        table.drop_index("ix_ticket_voucher_id")
        table.drop_constraint("fk_ticket_voucher_id_voucher", type_="foreignkey")
        table.drop_column("voucher_id")
    op.drop_table("voucher_ticket_type")
    op.drop_table("voucher")
