"""Papers: minutes, letters and certificates as they were issued, made by the worker"""

import sqlalchemy as sa
from alembic import op

revision = "0074_paper"
down_revision = "0073_redactions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        *(sa.Column(name, instant, nullable=True) for name in ("begun_at", "failed_at", "made_at")),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(file_id IS NULL) = (made_at IS NULL)", name=op.f("ck_paper_made_whole")
        ),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_paper_edition_from_one")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name="fk_paper_file_id_stored_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.UniqueConstraint("kind", "thing_id", "part", "edition", name="uq_paper_edition"),
    )


def downgrade() -> None:
    op.drop_table("paper")
