"""Questions of a registration, their words by version, and the answers"""

import sqlalchemy as sa
from alembic import op

revision = "0081_registration_questions"
down_revision = "0080_billing"
branch_labels = None
depends_on = None

QUESTION = "registration_question"
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "attendee_need",
    "registration_answer",
    "question_ticket_type",
    "question_wording",
    QUESTION,
    "registration_form",
)


def upgrade() -> None:
    op.create_table(
        "registration_form",
        _number("event_id"),
        sa.Column("answers_until", INSTANT, nullable=False),
        _key("registration_form", "event_id", "event"),
        sa.PrimaryKeyConstraint("event_id", name="pk_registration_form"),
    )
    _make_questions()
    _make_wordings()
    op.create_table(
        "question_ticket_type",
        _number("question_id"),
        _number("ticket_type_id"),
        _key("question_ticket_type", "question_id", QUESTION),
        _key("question_ticket_type", "ticket_type_id", "ticket_type"),
        sa.PrimaryKeyConstraint("question_id", "ticket_type_id", name="pk_question_ticket_type"),
    )
    _index("question_ticket_type", "ticket_type_id")
    _make_answers("registration_answer", has_file=True)
    _make_answers("attendee_need", has_file=False)


def _make_questions() -> None:
    op.create_table(
        QUESTION,
        _number("id"),
        _number("event_id"),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("at_registration", sa.Boolean(), nullable=False),
        sa.Column("at_door", sa.Boolean(), nullable=False),
        sa.Column("depends_on_id", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.String(10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind in ('short', 'long', 'choice', 'several', 'yes_no', 'number', 'date', "
            "'country', 'file', 'confirm')",
            name=op.f(f"ck_{QUESTION}_kind_known"),
        ),
        sa.CheckConstraint(
            "purpose in ('ordinary', 'dietary', 'access')",
            name=op.f(f"ck_{QUESTION}_purpose_known"),
        ),
        sa.CheckConstraint(
            "purpose = 'ordinary' or kind in ('short', 'long', 'choice', 'several', 'yes_no')",
            name=op.f(f"ck_{QUESTION}_need_is_readable"),
        ),
        sa.CheckConstraint("depends_on_id <> id", name=op.f(f"ck_{QUESTION}_not_on_itself")),
        _key(QUESTION, "event_id", "event"),
        _key(QUESTION, "depends_on_id", QUESTION),
        sa.PrimaryKeyConstraint("id", name=f"pk_{QUESTION}"),
    )
    _index(QUESTION, "event_id", "position")
    _index(QUESTION, "depends_on_id")


def _make_wordings() -> None:
    op.create_table(
        "question_wording",
        _number("id"),
        _number("question_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("help", sa.String(1000), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("translations", sa.JSON(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        _key("question_wording", "question_id", QUESTION),
        sa.PrimaryKeyConstraint("id", name="pk_question_wording"),
        sa.UniqueConstraint(
            "question_id", "version", name="uq_question_wording_question_id_version"
        ),
    )


def _make_answers(table: str, *, has_file: bool) -> None:
    unique = (
        "uq_registration_answer_ticket_question" if has_file else "uq_attendee_need_ticket_question"
    )
    file = [sa.Column("file_id", sa.BigInteger(), nullable=True)] if has_file else []
    file_key = [_key(table, "file_id", "stored_file")] if has_file else []
    op.create_table(
        table,
        *(_number(name) for name in ("id", "event_id", "ticket_id", "question_id", "wording_id")),
        sa.Column("value", sa.Text(), nullable=False),
        *file,
        sa.Column("answered_at", INSTANT, nullable=False),
        _key(table, "event_id", "event"),
        _key(table, "ticket_id", "ticket"),
        _key(table, "question_id", QUESTION),
        _key(table, "wording_id", "question_wording"),
        *file_key,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ticket_id", "question_id", name=unique),
    )
    for column in ("question_id", "event_id", *(["file_id"] if has_file else [])):
        _index(table, column)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
