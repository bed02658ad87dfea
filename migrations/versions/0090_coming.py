"""Who was asked whether they come; money that stays although its ticket was cancelled"""

import sqlalchemy as sa
from alembic import op

revision = "0090_coming"
down_revision = "0089_supervisors"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("ticket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_confirmation_ticket_id_ticket"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_confirmation"),
    )
    with op.batch_alter_table("holder_rules") as table:
        table.add_column(
            sa.Column("asks_coming", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("asked_at", INSTANT, nullable=True))
    with op.batch_alter_table("holder_rules") as table:
        table.alter_column("asks_coming", server_default=None)
    with op.batch_alter_table("invoice_line") as table:
        table.add_column(sa.Column("kept_at", INSTANT, nullable=True))


def downgrade() -> None:
    op.drop_column("invoice_line", "kept_at")
    with op.batch_alter_table("holder_rules") as table:
        table.drop_column("asked_at")
        table.drop_column("asks_coming")
    op.drop_table("confirmation")
