"""Lists of proposals from elsewhere, and which proposal came from which line."""

import sqlalchemy as sa
from alembic import op

revision = "0057_imports"
down_revision = "0056_group_links"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    table = "proposal_import"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("made_as", sa.String(10), nullable=False),
        sa.Column("is_inviting", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("work_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("made_as IN ('submitted', 'draft')", name="made_as_known"),
        _key(table, "challenge_id", "challenge"),
        _key(table, "uploaded_by_id", "person"),
        _key(table, "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_import"),
        sa.UniqueConstraint("challenge_id", "sha256", name="uq_proposal_import_challenge_sha256"),
    )
    op.create_index("ix_proposal_import_uploaded_by_id", table, ["uploaded_by_id"])
    table = "imported_proposal"
    op.create_table(
        table,
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("line_key", sa.String(64), nullable=False),
        sa.Column("contact_hash", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("imported_by_id", sa.BigInteger(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        _key(table, "proposal_id", "proposal"),
        _key(table, "challenge_id", "challenge"),
        _key(table, "event_id", "event"),
        _key(table, "imported_by_id", "person"),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_imported_proposal"),
        sa.UniqueConstraint("challenge_id", "line_key", name="uq_imported_proposal_challenge_line"),
    )
    op.create_index("ix_imported_proposal_imported_by_id", table, ["imported_by_id"])
    op.create_index(
        "ix_imported_proposal_event_id_contact_hash", table, ["event_id", "contact_hash"]
    )


def downgrade() -> None:
    op.drop_table("imported_proposal")
    op.drop_table("proposal_import")
