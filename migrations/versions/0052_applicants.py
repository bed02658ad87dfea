"""The applicant file of an organisation, and the copy of it in a proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0052_applicants"
down_revision = "0051_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applicant_file",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("pitch", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("track_record", sa.Text(), nullable=False),
        sa.Column("website", sa.String(300), nullable=False),
        sa.Column("ip_status", sa.String(10), nullable=True),
        sa.Column("ip_note", sa.String(1000), nullable=False),
        sa.Column("rights_declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rights_declared_by_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ip_status IN ('none', 'secret', 'applied', 'granted', 'licensed', 'open')",
            name="ip_status_known",
        ),
        sa.CheckConstraint(
            "(rights_declared_at IS NULL) = (rights_declared_by_id IS NULL)", name="rights_whole"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_applicant_file_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["rights_declared_by_id"],
            ["person.id"],
            name="fk_applicant_file_rights_declared_by_id_person",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_file"),
        sa.UniqueConstraint("organisation_id", name="uq_applicant_file_organisation"),
    )
    op.create_index(
        "ix_applicant_file_rights_declared_by_id", "applicant_file", ["rights_declared_by_id"]
    )
    _create_attachments()
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(sa.Column("applicant", sa.JSON(), nullable=True))
    with op.batch_alter_table("proposal_file") as batch:
        batch.add_column(
            sa.Column("is_standard", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("proposal_file") as batch:
        batch.alter_column("is_standard", server_default=None)


def _create_attachments() -> None:
    op.create_table(
        "applicant_attachment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_applicant_attachment_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name="fk_applicant_attachment_file_id_stored_file"
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name="fk_applicant_attachment_added_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_attachment"),
    )
    for name in ("organisation_id", "added_by_id"):
        op.create_index(f"ix_applicant_attachment_{name}", "applicant_attachment", [name])


def downgrade() -> None:
    with op.batch_alter_table("proposal_file") as batch:
        batch.drop_column("is_standard")
    with op.batch_alter_table("proposal") as batch:
        batch.drop_column("applicant")
    op.drop_table("applicant_attachment")
    op.drop_table("applicant_file")
