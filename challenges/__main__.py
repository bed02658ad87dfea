"""Check brief files, and recount a jury's export: `python -m challenges --help`."""

import argparse
import sys
from pathlib import Path

from challenges.brief import BriefError, load_brief_bytes


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 when nothing is wrong, else 1."""
    options = _parser().parse_args(arguments)
    return max([_check(path) for path in options.files])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m challenges", description=__doc__)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="check brief files")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return parser


def _check(path: Path) -> int:
    try:
        load_brief_bytes(path.read_bytes())
    except BriefError as error:
        for found in error.findings:
            print(f"{path}:{found.line or 1}: {found.path}: {found.message}".replace(": : ", ": "))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
