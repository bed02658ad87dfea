#!/usr/bin/env python3
"""The one runner of Innoday, for people and for machines: `python3 innoday.py --help`.

Needs Python 3.11 and nothing else; every command first sets up what it needs and is missing.
"""

from __future__ import annotations

import argparse
import sys
import types
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

OLDEST_PYTHON = (3, 11)
TAKES_MORE = ("test", "bench")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command not in TAKES_MORE:
        parser.error(f"unrecognised: {' '.join(rest)}")
    if sys.version_info < OLDEST_PYTHON:
        print(f"innoday: needs Python 3.11 or newer, this is {sys.version.split()[0]}")
        return 2
    _enter_tooling()
    from app.tooling.console import SetupError

    try:
        return _run(options, rest)
    except SetupError as error:
        print(f"innoday: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _enter_tooling() -> None:
    """Open `app.tooling` without running `app`, whose libraries may not be installed yet."""
    if "app" not in sys.modules:
        package = types.ModuleType("app")
        package.__path__ = [str(Path(__file__).resolve().parent / "app")]
        sys.modules["app"] = package


def _run(options: argparse.Namespace, rest: list[str]) -> int:
    from app.tooling import checks, demo, hub, serving

    runs: dict[str, Callable[[], int]] = {
        "demo": lambda: demo.demo(
            options.host, options.port, base_url=options.base_url, fresh=options.fresh
        ),
        "test": lambda: checks.test(rest, database=options.db, long=options.long),
        "check": lambda: checks.check(static=options.static),
        "bench": lambda: checks.bench(options.name, rest),
        "hub": lambda: hub.hub(
            options.parcel, options.host, options.port, options.guide_port, options.folder
        ),
        "serve": lambda: serving.serve(options.bind),
        "admin": lambda: serving.administer(options.words),
        "describe": serving.describe,
        "upgrade": serving.upgrade,
        "worker": serving.work,
    }
    return runs[options.command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="innoday.py", description="Run, test and measure Innoday.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_running(commands)
    _add_testing(commands)
    return parser


def _add_running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _add(commands, "demo", "set up, load the demo once, serve it and print its address")
    demo.add_argument("--host", default="127.0.0.1", help="address to serve at (%(default)s)")
    demo.add_argument("--port", type=int, default=8000, help="port to serve at (%(default)s)")
    demo.add_argument(
        "--base-url",
        metavar="ADDRESS",
        type=_address,
        help="what browsers open where a tunnel or proxy stands before it; a phone needs https",
    )
    demo.add_argument("--fresh", action="store_true", help="throw the demo away and load it again")
    serve = _add(commands, "serve", "serve pages with gunicorn, settings from the environment")
    serve.add_argument("--bind", default="127.0.0.1:8000", help="address and port (%(default)s)")
    _add_hub(commands)
    _add(commands, "worker", "do the work in the background: mails, PDFs, reactions")
    _add(commands, "upgrade", "bring the database to this version")
    admin = _add(
        commands,
        "admin",
        "run a command of the application, for who looks after the installation",
        "For example: innoday.py admin people create-operator EMAIL. Without words it lists all.",
    )
    admin.add_argument("words", metavar="WORD", nargs=argparse.REMAINDER, help="command, arguments")


def _add_hub(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    hub = _add(
        commands,
        "hub",
        "be an event's venue hub, for phones in a hall without the internet",
        "The lead downloads the parcel under Check-in, Venue hub. A hub that was opened before "
        "needs none, and takes a newer one.",
    )
    hub.add_argument("parcel", nargs="?", type=_file, metavar="PARCEL", help="the sealed event")
    hub.add_argument("--host", help="address of this laptop in the hall (found by itself)")
    hub.add_argument("--port", type=int, default=8443, help="port of the hub (%(default)s)")
    hub.add_argument(
        "--guide-port", type=int, default=8080, help="port of the phones' guide (%(default)s)"
    )
    hub.add_argument(
        "--folder",
        type=Path,
        default=Path(__file__).resolve().parent / "instance" / "hub",
        help="where it keeps the event and what was scanned",
    )


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        message = f"there is no file {text}"
        raise argparse.ArgumentTypeError(message)
    return path


def _address(text: str) -> str:
    """Return the address of a whole site, without the last stroke."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        message = f"{text!r} is no address like https://innoday.example.org"
        raise argparse.ArgumentTypeError(message)
    return f"{parts.scheme}://{parts.netloc}"


def _add_testing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    test = _add(
        commands,
        "test",
        "set up with all that the tests need and run them on SQLite and on PostgreSQL",
        "Every other argument goes to pytest, for example: innoday.py test tests/app/juries -k tie",
    )
    test.add_argument("--long", action="store_true", help="more rounds, more examples, more data")
    test.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    check = _add(commands, "check", "format, lint, types, import contracts, and the fast tests")
    check.add_argument("--static", action="store_true", help="leave the fast tests out")
    _add(commands, "describe", "write down every route with its guard, and the API's description")
    _add(
        commands,
        "bench",
        "measure one thing against its budget; ends with a line of JSON",
        "Every other argument goes to the bench, for example --data PATH where it reads data.",
    ).add_argument("name", metavar="NAME", help="which; a name it does not know lists them")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    purpose: str,
    more: str = "",
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=purpose, description=purpose + ".", epilog=more, allow_abbrev=False
    )


if __name__ == "__main__":
    sys.exit(main())
