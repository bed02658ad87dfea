"""Consents, copies of personal data, erasures, retention and work of every night."""

import sqlalchemy as sa
from alembic import op

revision = "0025_privacy"
down_revision = "0024_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_text",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_consent_text")),
    )
    op.create_table(
        "nightly_task",
        sa.Column("task", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("task", "day", name=op.f("pk_nightly_task")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
        sa.UniqueConstraint("day", name="uq_retention_run_day"),
    )
    op.create_table(
        "suppression",
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_suppression")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_erasure_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_erasure_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("person_id", name="uq_erasure_person_id"),
    )
    op.create_table(
        "retention_rule",
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_retention_rule_days_positive")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_retention_rule_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_retention_rule")),
    )
    op.create_table(
        "asked_consent",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_asked_consent_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "purpose", name=op.f("pk_asked_consent")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("text_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "person_id is not null or email is not null", name=op.f("ck_consent_of_somebody")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_consent_by_id_person")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_consent_event_id_event")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["text_fingerprint"],
            ["consent_text.fingerprint"],
            name=op.f("fk_consent_text_fingerprint_consent_text"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_email_key", ["email_key"], unique=False)
        batch_op.create_index("ix_consent_event_id_purpose", ["event_id", "purpose"], unique=False)
        batch_op.create_index("ix_consent_person_id", ["person_id"], unique=False)

    op.create_table(
        "data_export",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("work_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_export_person_id_person")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_data_export_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
        sa.UniqueConstraint("work_id", name="uq_data_export_work_id"),
    )
    with op.batch_alter_table("data_export", schema=None) as batch_op:
        batch_op.create_index("ix_data_export_person_id", ["person_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("data_export", schema=None) as batch_op:
        batch_op.drop_index("ix_data_export_person_id")

    op.drop_table("data_export")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_person_id")
        batch_op.drop_index("ix_consent_event_id_purpose")
        batch_op.drop_index("ix_consent_email_key")

    op.drop_table("consent")
    op.drop_table("asked_consent")
    op.drop_table("retention_rule")
    op.drop_table("erasure")
    op.drop_table("suppression")
    op.drop_table("retention_run")
    op.drop_table("nightly_task")
    op.drop_table("consent_text")
