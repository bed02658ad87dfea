"""Commands for whoever runs the server: what would go, and letting it go now."""

from datetime import UTC

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.authz import SYSTEM
from app.privacy.queries.retention import preview
from app.privacy.services import retention

commands = AppGroup("privacy", help="For how long things are kept.")


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
