"""Addresses with letters beyond ASCII in the one form in which they are kept and compared"""

import logging
import unicodedata

import idna
import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import IntegrityError

revision = "0036_one_form"
down_revision = "0035_own_roles"
branch_labels = None
depends_on = None

log = logging.getLogger("alembic.runtime.migration")
WITH_KEY = ("person", "mail_link", "invitation", "participant_invitation", "consent")
WITHOUT_KEY = ("ticket_order", "ticket")
BEYOND_ASCII = {
    "sqlite": "email GLOB '*[^' || char(1) || '-~]*'",
    "postgresql": "email ~ '[^\\x01-~]'",
}


def upgrade() -> None:
    for table in WITH_KEY:
        _rewrite(table, "email", "email_key")
    for table in WITHOUT_KEY:
        _rewrite(table, "email")


def downgrade() -> None:
    """Leave them: the form before reads addresses of ASCII as they are."""


def _rewrite(name: str, *columns: str) -> None:
    database = op.get_bind()
    table = sa.table(name, sa.column("id"), *map(sa.column, columns))
    beyond = sa.text(BEYOND_ASCII[database.dialect.name])
    found = database.execute(sa.select(table.c.id, table.c.email).where(beyond)).all()
    for row in found:
        kept = _kept(row.email)
        values = dict(zip(columns, (kept, kept.casefold()), strict=False))
        change = sa.update(table).where(table.c.id == row.id).values(values)
        try:
            with database.begin_nested():
                database.execute(change)
        except IntegrityError:
            log.warning("%s %s keeps its address: another one has the same", name, row.id)


def _kept(email: str) -> str:
    """Return an address as the application kept it when this was written."""
    text = unicodedata.normalize("NFKC", email.strip())
    local, at, domain = text.rpartition("@")
    try:
        return local + at + idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return text
