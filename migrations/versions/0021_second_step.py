"""Passkeys, authenticator apps, recovery codes and accounts at another provider."""

import sqlalchemy as sa
from alembic import op

revision = "0021_second_step"
down_revision = "0020_juries"
branch_labels = None
depends_on = None


def _person(table: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("person_id", sa.BigInteger(), nullable=nullable),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")
        ),
    ]


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *_person("passkey"),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_backed_up", sa.Boolean(), nullable=False),
        _instant("created_at"),
        _instant("used_at", nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_passkey_name_given")),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_sign_count_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"])
    op.create_table(
        "passkey_ceremony",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("challenge", sa.String(length=90), nullable=False),
        *_person("passkey_ceremony", nullable=True),
        _instant("expires_at"),
        sa.CheckConstraint(
            "purpose in ('add', 'prove', 'sign_in')", name=op.f("ck_passkey_ceremony_purpose_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_ceremony")),
        sa.UniqueConstraint("challenge", name="uq_passkey_ceremony_challenge"),
    )
    op.create_index("ix_passkey_ceremony_expires_at", "passkey_ceremony", ["expires_at"])
    op.create_index("ix_passkey_ceremony_person_id", "passkey_ceremony", ["person_id"])
    op.create_table(
        "authenticator_app",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *_person("authenticator_app"),
        sa.Column("sealed_secret", sa.String(length=200), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _instant("created_at"),
        _instant("confirmed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator_app")),
        sa.UniqueConstraint("person_id", name="uq_authenticator_app_person_id"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *_person("recovery_code"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _instant("created_at"),
        _instant("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "code_hash", name="uq_recovery_code_person_code_hash"),
    )
    op.create_table(
        "external_identity",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *_person("external_identity"),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        _instant("created_at"),
        _instant("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identity")),
        sa.UniqueConstraint("issuer", "subject", name="uq_external_identity_issuer_subject"),
    )
    op.create_index("ix_external_identity_person_id", "external_identity", ["person_id"])


def downgrade() -> None:
    op.drop_table("external_identity")
    op.drop_table("recovery_code")
    op.drop_table("authenticator_app")
    op.drop_table("passkey_ceremony")
    op.drop_table("passkey")
