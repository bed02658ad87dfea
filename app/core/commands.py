"""Commands of the operator: jobs that were given up, the audit log, files that nobody owns."""

from typing import TextIO

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.core import audit, files, jobs
from app.core.db import db
from app.core.jobs import FailedJob
from app.core.uow import unit_of_work

ERROR_LENGTH = 200

job_commands = AppGroup("jobs", help="Work in the background that was given up.")
audit_commands = AppGroup("audit", help="The log of who did what when.")
file_commands = AppGroup("files", help="The files that people uploaded, and those made for them.")


@job_commands.command("failed")
def list_failed() -> None:
    """List the jobs that were given up, the oldest first, without personal data."""
    failed = db.session.scalars(select(FailedJob).order_by(FailedJob.failed_at, FailedJob.id)).all()
    if not failed:
        click.echo("No job was given up.")
        return
    rows = [("ID", "When", "Task", "Arguments", "Attempts", "Last error"), *map(_row, failed)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, tuple("-" * width for width in widths))
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def _row(job: FailedJob) -> tuple[str, ...]:
    return (
        str(job.id),
        f"{job.failed_at:%Y-%m-%d %H:%M} UTC",
        job.task,
        " ".join(f"{name}={_shown(value)}" for name, value in sorted(job.arguments.items())),
        str(job.attempts),
        (job.error.splitlines() or [""])[0][:ERROR_LENGTH],  # below it a database quotes values
    )


def _shown(value: object) -> str:
    """Return a number as it is; what could be a name or an address is left out."""
    return str(value) if value is None or isinstance(value, int | float) else "…"


@job_commands.command("retry")
@click.argument("job_id", metavar="ID", type=int)
def retry_failed(job_id: int) -> None:
    """Have the job with this ID tried again, eight times as at first."""
    with unit_of_work():
        failed = db.session.get(FailedJob, job_id)
        if failed is None:
            raise click.ClickException(f"There is no failed job {job_id}.")
        if failed.task not in jobs.tasks():
            raise click.ClickException(f"This version of Innoday has no task {failed.task}.")
        jobs.retry(failed)
    click.echo(f"{failed.task} is tried again.")


@audit_commands.command("check")
@click.argument("file", required=False, type=click.File(encoding="utf-8"))
def check_audit(file: TextIO | None) -> None:
    """Check that no entry of the audit log was changed, added or taken out since it was written.

    With a FILE, an export as JSON lines, check that instead.
    """
    if file is not None:
        _check_export(file)
        return
    chain = audit.check_chain(db.session())
    if chain.broken is not None:
        entry = chain.broken
        click.echo(f"{chain.sound} entries are sound.")
        raise click.ClickException(
            f"Entry {entry.id} ({entry.name}, {entry.at:%Y-%m-%d %H:%M} UTC) is not what was "
            "written, or one before it is missing."
        )
    length = f"{chain.sound} entries, the last with hash {chain.last_hash}"
    click.echo(f"The audit log is sound. It has {length if chain.sound else 'no entries'}.")


def _check_export(file: TextIO) -> None:
    found = audit.check_lines(file)
    if found.broken is not None:
        click.echo(f"{found.sound} lines are sound.")
        raise click.ClickException(f"Line {found.broken} is not what was written.")
    whole = f"{found.gaps} times entries of elsewhere are left out" if found.gaps else "no gaps"
    click.echo(f"{found.sound} lines are sound, {whole}. The last hash is {found.last_hash}.")


@file_commands.command("sweep")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def sweep_files(*, dry_run: bool) -> None:
    """Remove bytes older than a day that no record names, as a power cut can leave them."""
    count, size = files.sweep(dry_run=dry_run)
    click.echo(f"{count} files {'could go' if dry_run else 'are gone'}, {size} bytes.")
