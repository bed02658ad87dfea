"""What must be there before anything runs, step by step; a step that is done costs nothing."""

from app.tooling.assets import ensure_assets
from app.tooling.libraries import ensure_libraries, only_one
from app.tooling.needs import ensure_test_needs
from app.tooling.node import ensure_node_modules
from app.tooling.pdf_libraries import ensure_pdf_libraries


def set_up_to_run() -> None:
    """Bring what Innoday needs to run."""
    with only_one():
        _set_up(dev=False)


def set_up_to_check() -> None:
    """Bring what Innoday needs to run and what looks at its code."""
    with only_one():
        _set_up(dev=True)


def set_up_to_test() -> None:
    """Bring all that the tests and the measurements need."""
    with only_one():
        _set_up(dev=True)
        ensure_test_needs()


def _set_up(*, dev: bool) -> None:
    ensure_libraries(dev=dev)
    ensure_pdf_libraries()
    ensure_node_modules(dev=dev)
    ensure_assets()
