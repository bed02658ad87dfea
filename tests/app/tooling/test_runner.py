import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[3]


def test_the_runner_needs_nothing_but_python():
    graph = grimp.build_graph("app", include_external_packages=True)
    tooling = {"app.tooling", *graph.find_descendants("app.tooling")}
    outside = {
        name for module in tooling for name in graph.find_modules_directly_imported_by(module)
    }
    assert {name.partition(".")[0] for name in outside - tooling} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "command", ["demo", "test", "check", "describe", "bench", "serve", "worker", "upgrade"]
)
def test_every_command_explains_itself(command):
    run = [sys.executable, "-I", "-S", str(ROOT / "innoday.py"), command, "--help"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: innoday.py {command}")


def test_an_unknown_option_is_refused_before_anything_is_set_up():
    run = [sys.executable, str(ROOT / "innoday.py"), "demo", "--prot", "9000"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "unrecognised: --prot 9000" in done.stderr


def test_an_unknown_bench_names_those_there_are():
    run = [sys.executable, str(ROOT / "innoday.py"), "bench", "nothing"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "There is no bench 'nothing'" in done.stderr
