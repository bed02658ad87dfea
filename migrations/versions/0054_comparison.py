"""Marks and notes of a challenge's owner."""

import sqlalchemy as sa
from alembic import op

revision = "0054_comparison"
down_revision = "0053_portals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal_mark",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(10), nullable=False),
        sa.Column("marked_by_id", sa.BigInteger(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mark IN ('keep', 'maybe', 'no')", name="mark_known"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_proposal_mark_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_proposal_mark_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["person.id"], name="fk_proposal_mark_marked_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_mark"),
        sa.UniqueConstraint(
            "proposal_id", "organisation_id", name="uq_proposal_mark_proposal_organisation"
        ),
    )
    op.create_index("ix_proposal_mark_organisation_id", "proposal_mark", ["organisation_id"])
    op.create_index("ix_proposal_mark_marked_by_id", "proposal_mark", ["marked_by_id"])
    _create_notes()


def _create_notes() -> None:
    op.create_table(
        "proposal_note",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_proposal_note_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_proposal_note_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name="fk_proposal_note_author_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_note"),
        sa.UniqueConstraint("proposal_id", "author_id", name="uq_proposal_note_proposal_author"),
    )
    op.create_index("ix_proposal_note_organisation_id", "proposal_note", ["organisation_id"])
    op.create_index("ix_proposal_note_author_id", "proposal_note", ["author_id"])


def downgrade() -> None:
    for name in ("proposal_note", "proposal_mark"):
        op.drop_table(name)
