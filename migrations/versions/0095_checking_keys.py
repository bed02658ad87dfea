"""What checks an event's codes, kept beside what signs them; a venue hub has only the former"""

import hashlib
import hmac

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

revision = "0095_checking_keys"
down_revision = "0094_badge_keys"
branch_labels = None
depends_on = None

KEYS = sa.table(
    "badge_key",
    sa.column("event_id", sa.BigInteger),
    sa.column("number", sa.SmallInteger),
    sa.column("secret", sa.LargeBinary),
    sa.column("public_key", sa.LargeBinary),
    sa.column("typing_key", sa.LargeBinary),
)


def upgrade() -> None:
    with op.batch_alter_table("badge_key") as table:
        table.add_column(sa.Column("public_key", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("typing_key", sa.LargeBinary(), nullable=True))
    _derive()
    with op.batch_alter_table("badge_key") as table:
        table.alter_column("public_key", existing_type=sa.LargeBinary(), nullable=False)
        table.alter_column("typing_key", existing_type=sa.LargeBinary(), nullable=False)
        table.alter_column("secret", existing_type=sa.LargeBinary(), nullable=True)


def _derive() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(KEYS)).all():
        pair = Ed25519PrivateKey.from_private_bytes(row.secret)
        connection.execute(
            KEYS.update()
            .where(KEYS.c.event_id == row.event_id, KEYS.c.number == row.number)
            .values(
                public_key=pair.public_key().public_bytes_raw(),
                typing_key=hmac.digest(row.secret, b"typed code", hashlib.sha256),
            )
        )


def downgrade() -> None:
    op.execute("DELETE FROM badge_key WHERE secret IS NULL")
    with op.batch_alter_table("badge_key") as table:
        table.alter_column("secret", existing_type=sa.LargeBinary(), nullable=False)
        table.drop_column("typing_key")
        table.drop_column("public_key")
