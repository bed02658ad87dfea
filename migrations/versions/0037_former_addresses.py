"""Addresses that people had before"""

import sqlalchemy as sa
from alembic import op

from app.core.types import Sequence, UTCDateTime

revision = "0037_former_addresses"
down_revision = "0036_one_form"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_address",
        sa.Column("id", Sequence, primary_key=True),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("held_from", UTCDateTime(), nullable=False),
        sa.Column("held_until", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_former_address_person_id_person"
        ),
        sa.UniqueConstraint(
            "person_id", "email_key", "held_from", name="uq_former_address_person_id_email_key"
        ),
        sa.CheckConstraint("held_from <= held_until", name="held_for_a_time"),
    )
    op.create_index("ix_former_address_email_key", "former_address", ["email_key"])


def downgrade() -> None:
    op.drop_table("former_address")
