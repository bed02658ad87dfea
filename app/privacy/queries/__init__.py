"""What the tables declare, whose rows they have, and what is known of consents and erasures."""

from app.privacy.queries.consents import (
    describe_log,
    has_consent,
    list_asked,
    list_log,
)

__all__ = ["describe_log", "has_consent", "list_asked", "list_log"]
