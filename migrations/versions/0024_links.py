"""Links that are mailed to prove an address, and when an account's address was proved."""

import sqlalchemy as sa
from alembic import op

revision = "0024_links"
down_revision = "0023_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "mail_link",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_link")),
    )
    op.create_index(
        "ix_mail_link_email_key_created_at", "mail_link", ["email_key", "created_at"], unique=False
    )
    op.create_index("ix_mail_link_person_id", "mail_link", ["person_id"], unique=False)
    op.create_index("ix_mail_link_expires_at", "mail_link", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_table("mail_link")
    with op.batch_alter_table("person") as table:
        table.drop_column("email_confirmed_at")
