"""A PostgreSQL server that lives as long as a test session or a benchmark."""

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
OWNER = "postgres"  # initdb refuses to run as root


class PostgresMissingError(RuntimeError):
    """There are no PostgreSQL server programs on this machine."""


@dataclass(frozen=True)
class Cluster:
    """A running server in a folder of its own, reached by a socket in that folder."""

    folder: Path
    programs: Path
    is_durable: bool = False

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def create_database(self, template: str | None = None) -> str:
        """Create a database, empty or as a copy; return its name."""
        name = "innoday_" + secrets.token_hex(6)
        copy = f' TEMPLATE "{template}"' if template else ""
        self.sql(f'CREATE DATABASE "{name}"{copy}')
        return name

    def sql(self, statement: str) -> None:
        """Run one statement as the owner of the server."""
        arguments = ["-h", str(self.folder), "-U", OWNER, "-d", "postgres", "-qc", statement]
        subprocess.run([self.programs / "psql", *arguments], check=True, capture_output=True)

    def postmaster(self) -> psutil.Process:
        """Return the process that all others of the server are children of."""
        pid = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        return psutil.Process(int(pid))

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = SETTINGS | ({} if self.is_durable else UNSAFE_BUT_FAST)
        settings["unix_socket_directories"] = str(self.folder)
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        data, log = self.folder / "data", self.folder / "log"
        _run(self, "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    def crash(self) -> None:
        """Kill every process of the server, as if the power were cut, and start it again."""
        postmaster = self.postmaster()
        family = [postmaster, *postmaster.children()]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)
        self.start()

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        stop = [self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
        subprocess.run(_as_owner(stop), check=False, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_cluster(*, durable: bool = False) -> Cluster:
    """Start a fresh server; a durable one is as slow and as safe as in production."""
    folder = Path(tempfile.mkdtemp(prefix="innoday-pg-"))
    cluster = Cluster(folder, find_programs(), is_durable=durable)
    _give_to_owner(cluster.folder)
    data = cluster.folder / "data"
    initdb = ["initdb", "-D", data, "--no-sync", "--locale=C.UTF-8", "-A", "trust", "-U", OWNER]
    _run(cluster, *initdb)
    cluster.start()
    return cluster


def find_programs() -> Path:
    """Return the folder with the server programs, as the runner says or the newest of several."""
    if told := os.environ.get("INNODAY_POSTGRESQL"):
        return (Path(told) / "initdb").resolve().parent  # a link may lie there, and it alone
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    raise PostgresMissingError("no initdb found; `python3 innoday.py test` installs PostgreSQL")


def _run(cluster: Cluster, program: str, *arguments: object) -> None:
    command = [str(cluster.programs / program), *map(str, arguments)]
    done = subprocess.run(
        _as_owner(command), check=False, cwd=cluster.folder, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")


def _as_owner(command: list[object]) -> list[str]:
    words = [str(word) for word in command]
    return ["runuser", "-u", OWNER, "--", *words] if os.geteuid() == 0 else words


def _give_to_owner(folder: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
