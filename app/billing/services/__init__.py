"""What can be done with invoices, payments and paid services."""

from app.billing.services.crediting import credit
from app.billing.services.offering import add_service, edit_service, order_service
from app.billing.services.sellers import set_seller

__all__ = ["add_service", "credit", "edit_service", "order_service", "set_seller"]
