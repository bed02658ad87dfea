"""Real workers, programs of their own, that tests can kill."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
WORKER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.conftest import make_test_app
from tests.core import job_tasks
app = make_test_app({url!r}, Path({folder!r}))
with app.app_context():
    app.cli.commands["worker"].main(args=[], standalone_mode=False)
"""


def start(app, folder, **options):
    """Start a worker on the test's database; whoever starts it must end it."""
    program = WORKER.format(
        root=str(ROOT), url=app.config["SQLALCHEMY_DATABASE_URI"], folder=str(folder / "instance")
    )
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, **options)


def wait_until(holds, seconds=30.0):
    """Wait for what another thread or program does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
