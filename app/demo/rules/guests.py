"""Who registered for the finished event, who came, and when.

168 of the 210 who were expected came, and 12 who had not registered; 14 had cancelled.
"""

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from app.demo.rules import script
from app.demo.rules.chance import chance
from app.demo.rules.names import Namer, email_of
from app.demo.rules.script import OrganisationRow, PersonRow

NO_SHOWS, CANCELLED, WALK_INS = 42, 14, 12
FIRST_DAY, LAST_DAY = 84, 1
STAFF_TEAMS = frozenset({"lead", "co_organiser", "desk", "scanner"})
CHANNELS = {"web": 58, "invitation": 27, "import": 10, "organiser": 5}
# What three people wrote of their firm; the badge desk put them right where they belong.
SPELLINGS = {
    "Kistenfunk": "Kisten-Funk GmbH",
    "Mroźnik Control": "Mroznik Control sp. z o.o.",
    "Šilumos Tinklas": "UAB Silumos tinklas",
}


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody with a ticket."""

    person: PersonRow
    organisation: OrganisationRow
    came: bool = False
    is_walk_in: bool = False
    is_cancelled: bool = False
    is_staff: bool = False
    channel: str = "web"
    before: timedelta = timedelta(0)
    written: str = ""

    @property
    def written_organisation(self) -> str:
        """The organisation's name as the guest wrote it."""
        return self.written or self.organisation.name


@cache
def cast() -> dict[str, list[PersonRow]]:
    """Return by organisation the people who came: those with a part first, then drawn ones."""
    taken = {row.email or email_of(row.given, row.family, row.latin) for row in script.people()}
    namer = Namer(chance("cast"), taken)
    found: dict[str, list[PersonRow]] = {name: [] for name in script.organisations()}
    for row in script.people():
        email = row.email or email_of(row.given, row.family, row.latin)
        found[row.organisation].append(replace(row, email=email))
    for name, organisation in script.organisations().items():
        missing = organisation.attended - len(found[name])
        found[name] += [namer.draw(organisation) for _ in range(missing)]
    return found


@cache
def guests() -> tuple[Guest, ...]:
    """Return everybody with a ticket for the finished event, in the order of registering."""
    dice = chance("guests")
    came = [_came(row, dice) for rows in cast().values() for row in rows]
    late = set(dice.sample([n for n, guest in enumerate(came) if _may_walk_in(guest)], WALK_INS))
    present = [_walking_in(guest) if n in late else guest for n, guest in enumerate(came)]
    absent = _absent(dice)
    return tuple(sorted(present + absent, key=lambda guest: guest.before, reverse=True))


def _came(row: PersonRow, dice: random.Random) -> Guest:
    organisation = script.organisations()[row.organisation]
    is_staff = row.team in STAFF_TEAMS
    is_last = cast()[row.organisation][-1] == row
    return Guest(
        person=row,
        organisation=organisation,
        came=True,
        is_staff=is_staff,
        channel="organiser" if is_staff else _channel(dice),
        before=timedelta(days=FIRST_DAY) if is_staff else _time_before(dice),
        written=SPELLINGS.get(row.organisation, "") if is_last else "",
    )


def _may_walk_in(guest: Guest) -> bool:
    """Whether a guest is no one the story needs, nor the first of an organisation."""
    is_first = cast()[guest.organisation.name][0] == guest.person
    row = guest.person
    return not (is_first or guest.written or row.label or row.sign_in or row.team)


def _walking_in(guest: Guest) -> Guest:
    return replace(guest, is_walk_in=True, channel="walk_in", before=timedelta(0))


def _absent(dice: random.Random) -> list[Guest]:
    """Return those who did not come, from organisations that sent somebody else."""
    taken = {row.email for rows in cast().values() for row in rows}
    namer = Namer(chance("absent"), taken)
    homes = dice.choices(list(script.organisations().values()), k=NO_SHOWS + CANCELLED)
    found = [
        Guest(
            person=namer.draw(home),
            organisation=home,
            is_cancelled=number < CANCELLED,
            channel=_channel(dice),
            before=_time_before(dice) + timedelta(days=number % 5),
        )
        for number, home in enumerate(homes)
    ]
    return [replace(one, before=max(one.before, timedelta(days=3))) for one in found]


def _channel(dice: random.Random) -> str:
    return dice.choices(list(CHANNELS), list(CHANNELS.values()))[0]


def _time_before(dice: random.Random) -> timedelta:
    """Return how long before the event somebody registers: seldom early, often at last."""
    days = dice.triangular(LAST_DAY, FIRST_DAY, LAST_DAY + 6)
    return timedelta(seconds=round(days * 86_400))
