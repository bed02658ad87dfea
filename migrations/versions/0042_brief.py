"""Measures, terms and tags of challenges"""

import sqlalchemy as sa
from alembic import op

revision = "0042_brief"
down_revision = "0041_attachments"
branch_labels = None
depends_on = None

TEXTS = ("tried", "contract", "rights", "confidentiality")
LISTS = ("measures", "languages", "ecosystems", "priorities")
WORDS = {"ip": 20, "contact": 254}


def upgrade() -> None:
    with op.batch_alter_table("challenge") as batch:
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in LISTS:
            batch.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        for name, length in WORDS.items():
            column = sa.Column(name, sa.String(length), nullable=False, server_default="")
            batch.add_column(column)
    with op.batch_alter_table("challenge") as batch:
        for name in (*TEXTS, *LISTS, *WORDS):
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("challenge") as batch:
        for name in (*TEXTS, *LISTS, *WORDS):
            batch.drop_column(name)
