"""Seats on panels, what jurors promise, and who declined"""

import sqlalchemy as sa
from alembic import op

revision = "0065_seats"
down_revision = "0064_pitches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jury_text",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('briefing', 'terms')", name=op.f("ck_jury_text_kind_known")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_jury_text_version_from_one")),
        _key("jury_text", "event_id", "event"),
        _key("jury_text", "written_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_jury_text"),
        sa.UniqueConstraint("event_id", "kind", "version", name="uq_jury_text_event_kind_version"),
    )
    op.create_index("ix_jury_text_written_by_id", "jury_text", ["written_by_id"])
    _change_jurors()
    op.create_table(
        "juror_challenge",
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        _key("juror_challenge", "juror_id", "juror"),
        _key("juror_challenge", "challenge_id", "challenge"),
        sa.PrimaryKeyConstraint("juror_id", "challenge_id", name="pk_juror_challenge"),
    )
    op.create_index("ix_juror_challenge_challenge_id", "juror_challenge", ["challenge_id"])
    _one_of("uq_juror_challenge_chair", "juror_challenge", "challenge_id", "is_chair IS TRUE")
    op.create_table(
        "declined_seat",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("given_name", sa.String(100), nullable=False),
        sa.Column("family_name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(600), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_by_id", sa.BigInteger(), nullable=True),
        _key("declined_seat", "event_id", "event"),
        _key("declined_seat", "filled_by_id", "juror"),
        sa.PrimaryKeyConstraint("id", name="pk_declined_seat"),
    )
    for column in ("event_id", "filled_by_id"):
        op.create_index(f"ix_declined_seat_{column}", "declined_seat", [column])


def _change_jurors() -> None:
    with op.batch_alter_table("juror") as batch:
        batch.add_column(
            sa.Column("role", sa.String(10), nullable=False, server_default=sa.text("'member'"))
        )
        batch.add_column(
            sa.Column("is_limited", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("terms_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("terms_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_juror_terms_id_jury_text"), "jury_text", ["terms_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_juror_role_known"),
            "role IN ('chair', 'member', 'alternate', 'trainee', 'secretary')",
        )
        batch.create_check_constraint(
            op.f("ck_juror_terms_confirmed_whole"),
            "(terms_id IS NULL) = (terms_confirmed_at IS NULL)",
        )
    with op.batch_alter_table("juror") as batch:
        batch.alter_column("role", server_default=None)
        batch.alter_column("is_limited", server_default=None)
    op.create_index("ix_juror_terms_id", "juror", ["terms_id"])
    _one_of("uq_juror_event_chair", "juror", "event_id", "role = 'chair' AND is_limited IS FALSE")


def _one_of(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def downgrade() -> None:
    op.drop_table("declined_seat")
    op.drop_table("juror_challenge")
    op.drop_index("uq_juror_event_chair", "juror")
    op.drop_index("ix_juror_terms_id", "juror")
    with op.batch_alter_table("juror") as batch:
        batch.drop_constraint(op.f("ck_juror_terms_confirmed_whole"), type_="check")
        batch.drop_constraint(op.f("ck_juror_role_known"), type_="check")
        batch.drop_constraint(op.f("fk_juror_terms_id_jury_text"), type_="foreignkey")
        for column in ("terms_confirmed_at", "terms_id", "is_limited", "role"):
            batch.drop_column(column)
    op.drop_table("jury_text")
