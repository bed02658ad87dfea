"""The machine's own packages: which manager it has, and whether we may use it."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.tooling.console import SetupError, run
from app.tooling.places import environment

MANAGERS = ("apt-get", "dnf", "apk", "brew")
INSTALL = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "apk": ("apk", "add"),
    "brew": ("brew", "install"),
}
APT_LISTS = Path("/var/lib/apt/lists")

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
    env = environment(DEBIAN_FRONTEND="noninteractive")
    if manager == "apt-get" and not any(APT_LISTS.glob("*_Packages*")):
        return _update(env) and _install(what, manager, names, env)
    # A list of packages that is too old names files that are gone.
    return _install(what, manager, names, env) or (
        manager == "apt-get" and _update(env) and _install(what, manager, names, env)
    )


def how_to_install(packages: Packages) -> str:
    """Return the command with which a person installs packages here."""
    manager = package_manager() or "apt-get"
    names = packages.get(manager) or packages["apt-get"]
    sudo = "" if manager == "brew" else "sudo "
    return f"{sudo}{' '.join(INSTALL[manager])} {' '.join(names)}"


def _update(env: Mapping[str, str]) -> bool:
    return _done("Fetching the list of packages", ["apt-get", "update"], env)


def _install(what: str, manager: str, names: Sequence[str], env: Mapping[str, str]) -> bool:
    return _done(f"Installing {what} ({manager})", [*INSTALL[manager], *names], env)


def _done(what: str, command: Sequence[str], env: Mapping[str, str]) -> bool:
    try:
        run(what, command, env=env)
    except SetupError:
        return False
    return True
