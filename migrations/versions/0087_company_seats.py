"""Seats of companies, who has them, and who is invited to one"""

import sqlalchemy as sa
from alembic import op

revision = "0087_company_seats"
down_revision = "0086_checkpoints"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    name = "company_seats"
    op.create_table(
        name,
        _id("id"),
        _id("event_id"),
        _id("ticket_type_id"),
        sa.Column("company", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        _count("seats"),
        _count("filled"),
        _count("invited"),
        _count("returned"),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        _count("link_epoch"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "filled >= 0 AND invited >= 0 AND returned >= 0",
            name=op.f("ck_company_seats_counts_not_negative"),
        ),
        sa.CheckConstraint(
            "filled + invited + returned <= seats",
            name=op.f("ck_company_seats_seats_not_overdrawn"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'over', 'revoked')", name=op.f("ck_company_seats_state_known")
        ),
        _key(name, "event_id", "event"),
        _key(name, "ticket_type_id", "ticket_type"),
        sa.PrimaryKeyConstraint("id", name="pk_company_seats"),
    )
    op.create_index("ix_company_seats_event_id", name, ["event_id"])
    op.create_index("ix_company_seats_ticket_type_id", name, ["ticket_type_id"])
    name = "seated_ticket"
    op.create_table(
        name,
        sa.Column("ticket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _id("seats_id"),
        _key(name, "ticket_id", "ticket"),
        _key(name, "seats_id", "company_seats"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_seated_ticket"),
    )
    op.create_index("ix_seated_ticket_seats_id", name, ["seats_id"])
    name = "seat_invitation"
    op.create_table(
        name,
        _id("id"),
        _id("seats_id"),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'used', 'withdrawn')", name=op.f("ck_seat_invitation_state_known")
        ),
        _key(name, "seats_id", "company_seats"),
        sa.PrimaryKeyConstraint("id", name="pk_seat_invitation"),
    )
    op.create_index("ix_seat_invitation_seats_id", name, ["seats_id"])


def downgrade() -> None:
    for name in ("seat_invitation", "seated_ticket", "company_seats"):
        op.drop_table(name)
