"""Accounts that were closed, and what the operator says of the installation"""

import sqlalchemy as sa
from alembic import op

revision = "0029_operator"
down_revision = "0028_support"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("disabled_reason", sa.String(length=500), nullable=True))
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=True),
        sa.Column("imprint", sa.Text(), nullable=False),
        sa.Column("privacy_contact", sa.String(length=254), nullable=True),
        sa.Column("by_invitation", sa.Boolean(), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )


def downgrade() -> None:
    op.drop_table("installation")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("disabled_reason")
        batch.drop_column("disabled_at")
