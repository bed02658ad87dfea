"""The venue hub: an event on this laptop for the phones in the hall, without the internet."""

import functools
import http.server
import socket
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from app.tooling.console import SetupError, run, say
from app.tooling.places import ROOT, environment
from app.tooling.running import bracketed, children, require_free, wait_for_first_page, watch
from app.tooling.serving import flask_command, server_command
from app.tooling.setup import set_up_to_run

EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones in the hall are whom it is for
NOT_OURS = (
    "DATABASE_URL",
    "INNODAY_DEMO",
    "INNODAY_FILES",
    "INNODAY_HOSTS",
    "INNODAY_MAIL",
    "INNODAY_PROXIES",
    "SECRET_KEY",
    "SMTP_URL",
)
ELSEWHERE = ("192.0.2.1", 9)  # nobody's address (RFC 5737): nothing is sent to find our own


def hub(parcel: Path | None, host: str | None, port: int, guide_port: int, folder: Path) -> int:
    """Open a parcel if there is one, serve its event in the local network, and say where."""
    host = host or _own_address()
    for one in (port, guide_port):
        require_free(EVERYWHERE, one)
    set_up_to_run()
    env = hub_environment(host, port, folder)
    said = prepare(env, parcel, host)
    server = server_command(f"{EVERYWHERE}:{port}", workers=1)
    server += ["--certfile", folder / "server.crt", "--keyfile", folder / "server.key"]
    programs = [flask_command("worker"), [*server, "--log-level", "warning"]]
    with children(programs, env) as begun:
        wait_for_first_page(EVERYWHERE, port, begun, is_secure=True)
        _serve_guide(folder / "guide", guide_port)
        say(f"\nPhones begin at http://{bracketed(host)}:{guide_port} (trust the certificate once)")
        say(said.rstrip())
        say(f"The hub is at {env['INNODAY_BASE_URL']} (Ctrl-C stops it, nothing is lost)")
        return watch(begun)


def hub_environment(host: str, port: int, folder: Path) -> dict[str, str]:
    """Return an environment in which the application is a hub, and nothing else of this machine."""
    env = environment(
        INNODAY_HUB="1",
        INNODAY_INSTANCE=str(folder),
        INNODAY_BASE_URL=f"https://{bracketed(host)}:{port}",
    )
    for name in NOT_OURS:
        env.pop(name, None)
    return env


def prepare(env: dict[str, str], parcel: Path | None, host: str) -> str:
    """Bring the database up to date, open the parcel, make the certificate; return what to show."""
    folder = Path(env["INNODAY_INSTANCE"])
    folder.mkdir(parents=True, exist_ok=True)
    run("Bringing the database up to date", flask_command("db", "upgrade"), env=env)
    if parcel is not None:
        _ask(flask_command("hub", "open", str(parcel.resolve())), env)
    names = dict.fromkeys([host, "localhost", "127.0.0.1", f"{socket.gethostname()}.local"])
    return run("Making the certificate", flask_command("hub", "prepare", *names), env=env)


def _ask(command: Sequence[str | Path], env: dict[str, str]) -> None:
    """Run a command that asks whoever sits here."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if done.returncode:
        message = "The parcel was not opened; why stands above."
        raise SetupError(message)


def _own_address() -> str:
    """Return the address of this machine in its network, as far as it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _serve_guide(folder: Path, port: int) -> None:
    """Give phones the guide and the certificate, which they must have before they can trust us."""
    handler = functools.partial(_Guide, directory=str(folder))
    server = http.server.ThreadingHTTPServer((EVERYWHERE, port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


class _Guide(http.server.SimpleHTTPRequestHandler):
    """The files of the guide, and no list of anything."""

    extensions_map = {
        ".crt": "application/x-x509-ca-cert",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
    }

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - as the base class has it
        self.send_error(http.HTTPStatus.NOT_FOUND)

    def log_message(self, *words: object) -> None:
        """Say nothing: phones ask often."""
