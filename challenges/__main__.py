"""Check brief files, or recount a jury's export.

check: exit code 0 when every file is a valid brief, else 1, with `file:line: message` lines.
recount: exit code 0 when the recount confirms the published result, else 1.
"""

import argparse
import sys
from pathlib import Path

from challenges.brief import BriefError, load_brief_bytes
from challenges.export import ExportError, parse_export
from challenges.ranking import Rank
from challenges.recount import recount


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    if options.command == "check":
        return max([_check(path) for path in options.files])
    return _recount(options.file)


def _parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python3 -m challenges", None, __doc__, formatter_class=layout)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check brief files")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    again = commands.add_parser("recount", help="recount the result of a jury from its export")
    again.add_argument("file", type=Path, metavar="EXPORT")
    return parser


def _check(path: Path) -> int:
    try:
        load_brief_bytes(path.read_bytes())
    except OSError as error:
        return _fail(f"{path}:1: cannot be read: {error.strerror}")
    except BriefError as error:
        for found in error.findings:
            place = f"{found.path}: " if found.path else ""
            print(f"{path}:{found.line or 1}: {place}{found.message}")
        return 1
    return 0


def _recount(path: Path) -> int:
    try:
        result = recount(parse_export(path.read_bytes()))
    except OSError as error:
        return _fail(f"{path}: cannot be read: {error.strerror}")
    except ExportError as error:
        return _fail(f"{path}: {error}")
    for row in result.ranking:
        print(_shown(row))
    for difference in result.differences:
        print(f"{difference.path}: {difference.message}")
    print("same" if result.is_same else f"{len(result.differences)} differences")
    return 0 if result.is_same else 1


def _shown(row: Rank) -> str:
    return f"{row.rank or '-':>4}  {row.proposal}  {row.reason}"


def _fail(message: str) -> int:
    print(message)
    return 1


if __name__ == "__main__":
    sys.exit(main())
