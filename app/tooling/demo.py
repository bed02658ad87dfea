"""The demo: Innoday with its demo data on SQLite, in a folder of its own, from one command."""

import shutil

from app.tooling.console import run, say
from app.tooling.places import ROOT, digest, environment, read_stamps, write_stamp
from app.tooling.running import (
    bracketed,
    children,
    require_free,
    visible,
    wait_for_first_page,
    watch,
)
from app.tooling.serving import flask_command, server_command
from app.tooling.setup import set_up_to_run

FOLDER = ROOT / "instance" / "demo"
DATABASE = FOLDER / "innoday.sqlite3"
SIGN_INS = FOLDER / "sign-ins.txt"
STAMPS = FOLDER / "innoday.json"


def demo(host: str, port: int, *, base_url: str | None = None, fresh: bool) -> int:
    """Set up, load the demo once, serve it and say where, until Ctrl-C."""
    require_free(host, port)
    set_up_to_run()
    env = demo_environment(host, port, base_url)
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    prepare(env)
    server = server_command(f"{bracketed(host)}:{port}", workers=1)
    with children([flask_command("worker"), [*server, "--log-level", "warning"]], env) as begun:
        wait_for_first_page(host, port, begun)
        say(SIGN_INS.read_text().rstrip())
        say(f"\nInnoday is at {env['INNODAY_BASE_URL']} (Ctrl-C stops it)")
        return watch(begun)


def demo_environment(host: str, port: int, base_url: str | None = None) -> dict[str, str]:
    """Return an environment in which nothing reaches a real database, mail server or folder."""
    env = environment(
        INNODAY_DEMO="1",
        INNODAY_INSTANCE=str(FOLDER),
        INNODAY_BASE_URL=base_url or f"http://{bracketed(visible(host))}:{port}",
        SQLITE_SYNCHRONOUS="NORMAL",
    )
    for name in ("DATABASE_URL", "SMTP_URL", "INNODAY_FILES", "INNODAY_MAIL", "INNODAY_HOSTS"):
        env.pop(name, None)
    return env


def prepare(env: dict[str, str]) -> None:
    """Load the demo unless it is there, and keep the sign-ins with the addresses of this time."""
    _migrate(env)
    _load(env)


def _migrate(env: dict[str, str]) -> None:
    wanted = digest((ROOT / "migrations").rglob("*.py"))
    if DATABASE.exists() and read_stamps(STAMPS).get("migrations") == wanted:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not DATABASE.exists():
        SIGN_INS.unlink(missing_ok=True)
    run("Bringing the database up to date", flask_command("db", "upgrade"), env=env)
    write_stamp(STAMPS, migrations=wanted)


def _load(env: dict[str, str]) -> None:
    base_url = env["INNODAY_BASE_URL"]
    if SIGN_INS.exists() and read_stamps(STAMPS).get("base_url") == base_url:
        return
    printed = run("Loading the demo", flask_command("demo", "load"), env=env)
    SIGN_INS.write_text(printed)
    write_stamp(STAMPS, base_url=base_url)
