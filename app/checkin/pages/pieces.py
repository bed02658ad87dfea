"""What the door brings to others: the organisations on tickets, to those who look for ties."""

from app.checkin.queries.badges import own_badges
from app.juries.queries.hints import reads_badges

reads_badges(own_badges)
