"""Certificates of attendance"""

import sqlalchemy as sa
from alembic import op

revision = "0093_attendance_certificates"
down_revision = "0092_badge_look"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate_terms",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("signatory", sa.String(120), nullable=False),
        sa.Column("function", sa.String(160), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("least_share", sa.Integer(), nullable=False),
        sa.CheckConstraint("least_share BETWEEN 0 AND 100", name="share_in_per_cent"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_certificate_terms_event_id_event"
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_certificate_terms"),
    )
    op.create_table(
        "attendance_certificate",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.String(210), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_attendance_certificate_event_id_event"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_attendance_certificate_ticket_id_ticket"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_certificate"),
        sa.UniqueConstraint("code", name="uq_attendance_certificate_code"),
    )
    op.create_index(
        "uq_attendance_certificate_standing",
        "attendance_certificate",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_attendance_certificate_ticket_id", "attendance_certificate", ["ticket_id"])
    op.create_index(
        "ix_attendance_certificate_event_id_id", "attendance_certificate", ["event_id", "id"]
    )


def downgrade() -> None:
    op.drop_table("attendance_certificate")
    op.drop_table("certificate_terms")
