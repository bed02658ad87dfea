"""A process that serves pages carries no solver and no typesetter: it starts fast, stays small."""

import subprocess
import sys

HEAVY = ("scipy", "pysat", "weasyprint", "pikepdf", "fontTools")
ASK = "import sys, wsgi; print([name for name in {heavy} if name in sys.modules])"


def test_the_web_process_loads_nothing_heavy(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(heavy=HEAVY)],
        env={"INNODAY_INSTANCE": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"
