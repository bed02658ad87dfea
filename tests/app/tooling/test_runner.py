import os
import re
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
    "command",
    ["demo", "test", "check", "describe", "bench", "serve", "worker", "upgrade", "admin"],
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


@pytest.mark.slow
def test_the_commands_of_the_readme_make_a_new_server_somebodys(tmp_path):
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
        "INNODAY_INSTANCE": str(tmp_path),
    }

    def innoday(*words):
        run = [sys.executable, str(ROOT / "innoday.py"), *words]
        return subprocess.run(run, capture_output=True, text=True, check=False, env=env)

    assert innoday("upgrade").returncode == 0
    operator = innoday(
        "admin", "people", "create-operator", "ida@example.org", "--password", "a-long-password"
    )
    assert (operator.returncode, operator.stdout) == (0, "ida@example.org is an operator.\n")
    cluster = innoday("admin", "people", "create-cluster", "Silicon", "de", "ida@example.org")
    assert (cluster.returncode, cluster.stdout) == (0, "ida@example.org speaks for Silicon.\n")
    nobody = innoday("admin", "people", "create-cluster", "Silicon", "de", "nobody@example.org")
    assert (nobody.returncode, nobody.stderr.splitlines()[-1]) == (
        1,
        "Error: Nobody has an account with nobody@example.org.",
    )
    explained = innoday("admin", "people", "--help")
    assert explained.returncode == 0
    assert "create-operator" in explained.stdout


def test_the_readme_names_only_commands_that_there_are(app):
    named = re.findall(r"innoday\.py admin ([a-z]+) ([a-z-]+)", (ROOT / "README.md").read_text())
    assert ("people", "create-cluster") in named
    for group, command in named:
        assert command in app.cli.commands[group].commands
