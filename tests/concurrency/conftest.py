"""Workers that end with their test."""

import pytest

from tests.concurrency import workers


@pytest.fixture
def start_worker(app, tmp_path):
    """Start real workers, programs of their own; whatever is left of them is ended."""
    started = []

    def start(**options):
        started.append(workers.start(app, tmp_path, **options))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()
