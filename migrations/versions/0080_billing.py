"""Billing: sellers, invoices, payments and paid services"""

import sqlalchemy as sa
from alembic import op

revision = "0080_billing"
down_revision = "0079_registrations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_number_series()
    _make_paid_service()
    _make_seller()
    _make_statement()
    _make_invoice()
    _make_billed_order()
    _make_checkout()
    _make_invoice_account()
    _make_invoice_line()
    _make_payment()


def _make_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_number_series_last_from_one")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_number_series_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "prefix", "kind", "year", name=op.f("pk_number_series")
        ),
    )


def _make_paid_service() -> None:
    op.create_table(
        "paid_service",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_paid_service_price_not_negative")),
        sa.CheckConstraint("sold <= size", name=op.f("ck_paid_service_not_oversold")),
        sa.CheckConstraint("sold >= 0", name=op.f("ck_paid_service_sold_not_negative")),
        sa.CheckConstraint(
            "vat_rate between 0 and 10000", name=op.f("ck_paid_service_vat_rate_in_bounds")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_paid_service_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paid_service")),
    )
    op.create_index("ix_paid_service_event_id", "paid_service", ["event_id"], unique=False)


def _make_seller() -> None:
    op.create_table(
        "seller",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("is_reversing", sa.Boolean(), nullable=False),
        sa.Column("vat_number", sa.String(length=20), nullable=False),
        sa.Column("tax_number", sa.String(length=40), nullable=False),
        sa.Column("exempt_reason", sa.String(length=300), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "scheme in ('standard', 'small_business', 'exempt')",
            name=op.f("ck_seller_scheme_known"),
        ),
        sa.CheckConstraint(
            "vat_number <> '' or tax_number <> ''", name=op.f("ck_seller_known_to_a_tax_office")
        ),
        sa.CheckConstraint("grace_days between 0 and 365", name=op.f("ck_seller_grace_in_bounds")),
        sa.CheckConstraint("term_days between 0 and 365", name=op.f("ck_seller_term_in_bounds")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_seller_event_id_event")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_seller_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seller")),
        sa.UniqueConstraint("event_id", name="uq_seller_event_id"),
    )


def _make_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("read_by_id", sa.BigInteger(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_statement_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index(
        "ix_statement_event_id_read_at", "statement", ["event_id", "read_at"], unique=False
    )


def _make_invoice() -> None:
    op.create_table(
        "invoice",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("reference", sa.String(length=25), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("buyer_name", sa.String(length=200), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (corrects_id is not null)",
            name=op.f("ck_invoice_credit_note_corrects"),
        ),
        sa.CheckConstraint(
            "kind in ('invoice', 'credit_note')", name=op.f("ck_invoice_kind_known")
        ),
        sa.CheckConstraint("total >= 0", name=op.f("ck_invoice_total_not_negative")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["invoice.id"], name=op.f("fk_invoice_corrects_id_invoice")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invoice_event_id_event")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["ticket_order.id"], name=op.f("fk_invoice_order_id_ticket_order")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invoice_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("organisation_id", "number", name="uq_invoice_number"),
    )
    op.create_index("ix_invoice_corrects_id", "invoice", ["corrects_id"], unique=False)
    op.create_index(
        "ix_invoice_event_id_issued_at", "invoice", ["event_id", "issued_at"], unique=False
    )
    op.create_index("ix_invoice_order_id", "invoice", ["order_id"], unique=False)
    op.create_index("ix_invoice_reference", "invoice", ["reference"], unique=False)


def _make_billed_order() -> None:
    op.create_table(
        "billed_order",
        sa.Column("order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_billed_order_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["ticket_order.id"], name=op.f("fk_billed_order_order_id_ticket_order")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_billed_order")),
    )
    op.create_index("ix_billed_order_invoice_id", "billed_order", ["invoice_id"], unique=False)


def _make_checkout() -> None:
    op.create_table(
        "checkout",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("session", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_checkout_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
        sa.UniqueConstraint("provider", "session", name="uq_checkout_session"),
    )
    op.create_index("ix_checkout_invoice_id", "checkout", ["invoice_id"], unique=False)


def _make_invoice_account() -> None:
    op.create_table(
        "invoice_account",
        sa.Column("invoice_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "credited between 0 and total", name=op.f("ck_invoice_account_credited_within_total")
        ),
        sa.CheckConstraint("paid >= 0", name=op.f("ck_invoice_account_paid_not_negative")),
        sa.CheckConstraint(
            "refunded between 0 and paid", name=op.f("ck_invoice_account_refunded_within_paid")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_account_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoice_account")),
    )


def _make_invoice_line() -> None:
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("service_id", sa.BigInteger(), nullable=True),
        sa.Column("credited_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_invoice_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["credited_by_id"], ["invoice.id"], name=op.f("fk_invoice_line_credited_by_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["paid_service.id"],
            name=op.f("fk_invoice_line_service_id_paid_service"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_invoice_line_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name="uq_invoice_line_position"),
    )
    op.create_index("ix_invoice_line_service_id", "invoice_line", ["service_id"], unique=False)
    op.create_index("ix_invoice_line_ticket_id", "invoice_line", ["ticket_id"], unique=False)


def _make_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=True),
        sa.Column("statement_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("payer", sa.String(length=200), nullable=False),
        sa.Column("remittance", sa.Text(), nullable=False),
        sa.Column("source_key", sa.String(length=80), nullable=False),
        sa.Column("noted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'matched') = (invoice_id is not null)", name=op.f("ck_payment_matched_to_one")
        ),
        sa.CheckConstraint("kind in ('payment', 'refund')", name=op.f("ck_payment_kind_known")),
        sa.CheckConstraint(
            "state in ('open', 'matched', 'ignored')", name=op.f("ck_payment_state_known")
        ),
        sa.CheckConstraint(
            "way in ('transfer', 'card', 'cash', 'other')", name=op.f("ck_payment_way_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount_positive")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_payment_event_id_event")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_payment_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_payment_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("event_id", "source_key", name="uq_payment_source"),
    )
    op.create_index("ix_payment_event_id_state", "payment", ["event_id", "state"], unique=False)
    op.create_index("ix_payment_invoice_id", "payment", ["invoice_id"], unique=False)


def downgrade() -> None:
    op.drop_table("payment")
    op.drop_table("invoice_line")
    op.drop_table("invoice_account")
    op.drop_table("checkout")
    op.drop_table("billed_order")
    op.drop_table("invoice")
    op.drop_table("statement")
    op.drop_table("seller")
    op.drop_table("paid_service")
    op.drop_table("number_series")
