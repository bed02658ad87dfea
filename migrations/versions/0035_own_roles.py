"""Invitations onto a team for each role that a cluster gives"""

import sqlalchemy as sa
from alembic import op

revision = "0035_own_roles"
down_revision = "0034_sealed_answers"
branch_labels = None
depends_on = None

NAME = "uq_invitation_team_email"
IS_TEAM = sa.text("purpose = 'team'")
# Where one key takes the place of two, the earliest of the same invitations stays.
MERGE = """
DELETE FROM invitation WHERE purpose = 'team' AND EXISTS (
    SELECT 1 FROM invitation AS earlier
    WHERE earlier.purpose = 'team' AND earlier.event_id = invitation.event_id
    AND earlier.organisation_id = invitation.organisation_id
    AND earlier.email_key = invitation.email_key
    AND (earlier.created_at, earlier.id) < (invitation.created_at, invitation.id)
)
"""


def upgrade() -> None:
    _key("event_id", "organisation_id", "role", "email_key")


def downgrade() -> None:
    op.execute(MERGE)
    _key("event_id", "organisation_id", "email_key")


def _key(*columns: str) -> None:
    op.drop_index(NAME, "invitation")
    where = {"sqlite_where": IS_TEAM, "postgresql_where": IS_TEAM}
    op.create_index(NAME, "invitation", list(columns), unique=True, **where)
