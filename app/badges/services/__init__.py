"""What can be done about badges."""

from app.badges.services.printing import start_badges

__all__ = ["start_badges"]
