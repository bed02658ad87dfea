"""Only the unit of work commits, and only its rules are used."""

import re

from tests.architecture.tree import name_of, python_files

COMMITS = re.compile(r"\.commit\(\)|\.begin\(\)|autocommit", re.IGNORECASE)
MAY_COMMIT = {"app/core/uow.py"}
# What only reads is spared the trips of a transaction.
READS_ALONE = {"app/core/db.py", "app/checkin/queries/scanners.py"}


def test_nothing_commits_but_the_unit_of_work():
    committing = {
        name_of(path)
        for path in python_files()
        if name_of(path).startswith("app/")
        and not name_of(path).startswith("app/tooling/")
        and COMMITS.search(path.read_text())
    }
    assert committing - MAY_COMMIT - READS_ALONE == set()
