"""The machine's own packages: which manager it has, and whether we may use it."""

import os
import shutil
from collections.abc import Mapping, Sequence

from app.tooling.console import SetupError, run, say
from app.tooling.places import environment

MANAGERS = ("apt-get", "dnf", "apk", "brew")
INSTALL = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "apk": ("apk", "add"),
    "brew": ("brew", "install"),
}
SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin"

Packages = Mapping[str, Sequence[str]]
"""The names of one thing's packages, by manager."""


def is_root() -> bool:
    """Tell whether we may change the machine."""
    return os.geteuid() == 0


def in_ci() -> bool:
    """Tell whether nobody is watching, so that what is missing is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def package_manager() -> str | None:
    """Return the machine's package manager, if we know it."""
    return next((name for name in MANAGERS if shutil.which(name)), None)


def may_install() -> bool:
    """Tell whether packages can be installed without asking for rights."""
    manager = package_manager()
    return manager is not None and is_root() != (manager == "brew")


def install(what: str, packages: Packages) -> bool:
    """Install packages where that is allowed and possible; tell whether it was done."""
    manager = package_manager()
    names = packages.get(manager, ()) if manager else ()
    if manager is None or not names or not may_install():
        return False
    path = os.pathsep.join([os.environ.get("PATH", ""), SYSTEM_PATH])
    env = environment(PATH=path, DEBIAN_FRONTEND="noninteractive")
    command = [*INSTALL[manager], *names]
    try:
        run(f"Installing {what} ({manager})", command, env=env)
    except SetupError:
        if manager != "apt-get":
            return False
        say("The list of packages may be old: fetching it and trying once more.")
        return _install_after_update(what, command, env)
    return True


def how_to_install(packages: Packages) -> str:
    """Return the command with which a person installs packages here."""
    manager = package_manager() or "apt-get"
    names = packages.get(manager) or packages["apt-get"]
    sudo = "" if manager == "brew" else "sudo "
    return f"{sudo}{' '.join(INSTALL[manager])} {' '.join(names)}"


def _install_after_update(what: str, command: Sequence[str], env: Mapping[str, str]) -> bool:
    try:
        run("Fetching the list of packages", ["apt-get", "update"], env=env)
        run(f"Installing {what} (apt-get)", command, env=env)
    except SetupError:
        return False
    return True
