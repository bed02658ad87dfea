"""What the tables declare, whose rows they have, and what is known of consents and erasures."""

from app.privacy.queries.consents import (
    agreed_by_each,
    describe_log,
    list_asked,
    list_log,
    those_who_agree,
)

__all__ = ["agreed_by_each", "describe_log", "list_asked", "list_log", "those_who_agree"]
