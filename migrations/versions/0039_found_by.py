"""What the directory finds and counts an organisation by, in its own row"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0039_found_by"
down_revision = "0038_figures_readings"
branch_labels = None
depends_on = None

LISTED = sa.text("listed_at IS NOT NULL")
INDEXES = {
    "ix_organisation_listed_name": ["search_key", "id"],
    "ix_organisation_listed_newest": ["listed_at", "id"],
    "ix_organisation_listed_place": ["country", "region", "main_division"],
    "ix_organisation_listed_division": ["main_division"],
}
ORGANISATION = sa.table(
    "organisation",
    sa.column("id", sa.BigInteger),
    sa.column("search_key", sa.String),
    sa.column("found_by", sa.Text),
    sa.column("main_division", sa.String),
)
LABEL = sa.table(
    "organisation_label",
    sa.column("organisation_id", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("code", sa.String),
    sa.column("place", sa.Integer),
)
OFFER = sa.table(
    "offer_need", sa.column("organisation_id", sa.BigInteger), sa.column("search_key", sa.String)
)


def upgrade() -> None:
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("found_by", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("main_division", sa.String(2), nullable=True))
    with op.batch_alter_table("organisation") as table:
        table.alter_column("found_by", existing_type=sa.Text(), server_default=None)
    for name, columns in INDEXES.items():
        op.create_index(name, "organisation", columns, sqlite_where=LISTED, postgresql_where=LISTED)
    _index_labels(["kind", "code", "organisation_id"])
    _fill()


def _index_labels(columns: list[str]) -> None:
    op.drop_index("ix_organisation_label_kind_code", "organisation_label")
    op.create_index("ix_organisation_label_kind_code", "organisation_label", columns)


def _fill() -> None:
    connection = op.get_bind()
    texts: dict[int, set[str]] = defaultdict(set)
    labels = sa.select(LABEL.c.organisation_id, LABEL.c.code)
    for one, code in connection.execute(labels.where(LABEL.c.kind == "keyword")):
        texts[one].add(code)
    main = labels.where(LABEL.c.kind == "nace", LABEL.c.place == 0)
    divisions = {one: code[:2] for one, code in connection.execute(main)}
    for one, text in connection.execute(sa.select(OFFER.c.organisation_id, OFFER.c.search_key)):
        texts[one].add(text)
    rows = [
        {
            "one": row.id,
            "found_by": "\n".join([row.search_key, *sorted(texts[row.id])]),
            "main_division": divisions.get(row.id),
        }
        for row in connection.execute(sa.select(ORGANISATION.c.id, ORGANISATION.c.search_key))
    ]
    if rows:
        connection.execute(
            sa.update(ORGANISATION)
            .where(ORGANISATION.c.id == sa.bindparam("one"))
            .values(found_by=sa.bindparam("found_by"), main_division=sa.bindparam("main_division")),
            rows,
        )


def downgrade() -> None:
    _index_labels(["kind", "code"])
    for name in INDEXES:
        op.drop_index(name, "organisation")
    with op.batch_alter_table("organisation") as table:
        table.drop_column("main_division")
        table.drop_column("found_by")
