"""Card payments at a provider: begun there by us, told of by it in signed messages.

`Provider` is what any of them must do; Stripe Checkout is the first, and the one importer of its
library. Without keys there is none, and no page offers it.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from flask import current_app

from app.core.errors import Conflict, Forbidden

PAID = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})
SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants to pay by card: minor units, and where to come back to."""

    amount: int
    currency: str
    title: str
    email: str
    back_url: str
    key: str


@dataclass(frozen=True)
class Begun:
    """A payment that was begun: the provider's name for it, and where the card is asked for."""

    session: str
    url: str


@dataclass(frozen=True)
class Received:
    """Money of which a provider tells."""

    session: str
    amount: int
    currency: str


class Provider(Protocol):
    """Somebody who takes card payments for us."""

    name: str

    def begin(self, asked: Asked) -> Begun:
        """Begin a payment, outside of any transaction."""

    def read(self, payload: bytes, signature: str) -> Received | None:
        """Return the money that a message tells of; None for others, Forbidden if it is forged."""


class StripeCheckout:
    """Stripe Checkout."""

    name = "stripe"

    def __init__(self, secret_key: str, webhook_secret: str) -> None:
        self._secret_key, self._webhook_secret = secret_key, webhook_secret

    def begin(self, asked: Asked) -> Begun:
        """Begin a payment at Stripe; asked again with the same key, it is the same one."""
        import stripe

        price: Any = {
            "currency": asked.currency.lower(),
            "unit_amount": asked.amount,
            "product_data": {"name": asked.title},
        }
        client = stripe.StripeClient(
            self._secret_key, http_client=stripe.RequestsClient(timeout=SECONDS)
        )
        try:
            session = client.v1.checkout.sessions.create(
                params={
                    "mode": "payment",
                    "line_items": [{"quantity": 1, "price_data": price}],
                    "customer_email": asked.email,
                    "success_url": asked.back_url,
                    "cancel_url": asked.back_url,
                },
                options={"idempotency_key": asked.key},
            )
        except stripe.StripeError as error:
            raise Conflict("provider_silent") from error
        return Begun(session.id, session.url or "")

    def read(self, payload: bytes, signature: str) -> Received | None:
        """Return what a signed message of Stripe says was paid."""
        import stripe

        try:
            event = stripe.Webhook.construct_event(payload, signature, self._webhook_secret)
        except (ValueError, stripe.SignatureVerificationError) as error:
            raise Forbidden("signature_wrong") from error
        session = event.data.object
        if event.type not in PAID or session.payment_status != "paid":
            return None
        return Received(session.id, session.amount_total, session.currency.upper())


def find_provider() -> Provider | None:
    """Return the provider whose keys are set."""
    key = current_app.config["STRIPE_SECRET_KEY"]
    secret = current_app.config["STRIPE_WEBHOOK_SECRET"]
    return StripeCheckout(key, secret) if key and secret else None
