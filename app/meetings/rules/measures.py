"""How good a schedule is: its breaks and how evenly they fall."""

from itertools import pairwise

from app.meetings.rules.instance import Instance, Schedule


def slots_of(instance: Instance, schedule: Schedule, participant: int) -> list[int]:
    """Return the slots in which a participant meets somebody, in their order."""
    return sorted(
        schedule[number] for number in instance.meetings_of[participant] if number in schedule
    )


def breaks_of(instance: Instance, schedule: Schedule, participant: int) -> int:
    """Return how often a participant waits between two meetings, however long."""
    taken = slots_of(instance, schedule, participant)
    return sum(later - earlier > 1 for earlier, later in pairwise(taken))


def count_breaks(instance: Instance, schedule: Schedule) -> list[int]:
    """Return the breaks of every participant."""
    return [breaks_of(instance, schedule, one) for one in range(instance.participants)]


def idle_slots(instance: Instance, schedule: Schedule) -> int:
    """Return in how many slots people wait between two of their meetings, taken together."""
    waits = 0
    for participant in range(instance.participants):
        taken = slots_of(instance, schedule, participant)
        waits += sum(later - earlier - 1 for earlier, later in pairwise(taken))
    return waits


def total_weight(instance: Instance, schedule: Schedule) -> int:
    """Return the weight of the meetings that are held."""
    return sum(instance.meetings[number].weight for number in schedule)
