"""Real workers, programs of their own, that tests can kill."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from app.core.db import WRITES, db

ROOT = Path(__file__).parent.parent.parent
WORKER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.conftest import make_test_app
from tests.app.core import job_tasks
{more}
app = make_test_app({url!r}, Path({folder!r}))
with app.app_context():
    app.cli.commands["worker"].main(args=[], standalone_mode=False)
"""


def start(app, folder, *, more="", **options):
    """Start a worker on the test's database; whoever starts it must end it."""
    program = WORKER.format(
        root=str(ROOT),
        url=app.config["SQLALCHEMY_DATABASE_URI"],
        folder=str(folder / "instance"),
        more=more,
    )
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, **options)


def wait_until(holds, seconds=60.0):
    """Wait for what another thread or program does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def execute(statement):
    """Execute a statement that the application would not."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(text(statement))
        connection.commit()


def let_leases_end(app):
    """Make the dead worker's lease end, or its heartbeat be too long ago, and notice it."""
    if db.engine.dialect.name == "sqlite":
        statement = "UPDATE job SET leased_until = '2000-01-01'"
    else:
        statement = "UPDATE procrastinate_workers SET last_heartbeat = '2000-01-01'"
    execute(statement)
    if db.engine.dialect.name == "postgresql":
        from app.core.worker import queued

        async def rescue():
            queue = queued.consumer(app)
            async with queue.open_async():
                await queued.rescue_stalled(queue)

        asyncio.run(rescue())
