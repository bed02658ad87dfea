"""What organisers ask back before they decide about a request to come"""

import sqlalchemy as sa
from alembic import op

revision = "0083_requests"
down_revision = "0082_vouchers"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("answered_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "request_question",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "answered_at IS NOT NULL OR answer = ''",
            name=op.f("ck_request_question_answered_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_request_question_ticket_id_ticket"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name="fk_request_question_asked_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_request_question"),
    )
    op.create_index(
        "uq_request_question_open",
        "request_question",
        ["ticket_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_request_question_ticket_id_asked_at", "request_question", ["ticket_id", "asked_at"]
    )
    op.create_index("ix_request_question_asked_by_id", "request_question", ["asked_by_id"])


def downgrade() -> None:
    op.drop_table("request_question")
