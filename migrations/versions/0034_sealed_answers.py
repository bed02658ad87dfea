"""Answers kept for programs that ask twice are sealed; those in clear go"""

from alembic import op

revision = "0034_sealed_answers"
down_revision = "0033_own_invitations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("delete from idempotency_key")


def downgrade() -> None:
    op.execute("delete from idempotency_key")
