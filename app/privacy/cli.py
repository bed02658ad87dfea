"""Commands for whoever runs the server: what is over its time goes, whoever came back too."""

from datetime import UTC

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.authz import SYSTEM
from app.core.ids import encode_id
from app.privacy.queries.retention import preview
from app.privacy.services import replaying, retention

commands = AppGroup("privacy", help="For how long things are kept, and who was erased.")


@commands.command("retention")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def let_go(*, dry_run: bool) -> None:
    """Delete and blank what is over its time, and say how many rows of each table."""
    if dry_run:
        for rule, count in preview(SYSTEM, clock.now()):
            click.echo(f"{rule.one.name:<30} {rule.days:>6} days  {rule.how:<8} {count:>8}")
        click.echo("Nothing was changed.")
        return
    counts = retention.run(clock.now().astimezone(UTC).date())
    for name, count in sorted(counts.items()):
        click.echo(f"{name:<30} {count:>8}")


@commands.command("replay")
@click.option("--dry-run", is_flag=True, help="Only say who would go.")
def erase_again(*, dry_run: bool) -> None:
    """Erase again whom a restored copy of the database brought back; run it after each restore."""
    for person in replaying.list_returned():
        click.echo(encode_id(person.id))
    if dry_run:
        click.echo("Nothing was changed.")
        return
    click.echo(f"Erased again: {replaying.replay()}.")
