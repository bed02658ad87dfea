"""What the worker makes because somebody asked: mails and files that hold no word of others."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import WRITES, db
from app.core.files import StoredFile, path_of
from app.notifications.models import Delivery
from tests.access.asking import PEOPLE, STRANGER, Asker, is_refused, questions
from tests.access.keeping import Keeper
from tests.access.looking import canaries_in, foreign_words, text_of
from tests.access.world import CLUSTER, OWN, canary, make_world
from tests.conftest import IS_LONG
from tests.worker import empty_queue, run_jobs

PARTS = 2  # so that several workers share them
ASKED = (
    *((role, OWN) for role in ("lead", "coorganiser", "desk", "owner", "proposer", "juror")),
    (STRANGER, CLUSTER),
)
# Whose address it is; the leads of two sides are asked about by other names.
READERS = {f"{canary(role.replace('_', ''), OWN).lower()}@example.org": role for role in PEOPLE} | {
    f"{canary('lead', CLUSTER).lower()}@example.org": STRANGER
}


def words_of_others(role: str, side: str, known: set[int]) -> Iterator[str]:
    """Return what mails and files that are new hold of another event or of somebody else.

    A mail holds what its reader may see, whatever whoever caused it may.
    """
    for mail in _new(Delivery, known):
        text = f"{mail.recipient} {mail.subject} {mail.text} {mail.html}"
        shown = [f"shows {kind} of {of}" for kind, of in canaries_in(text) if of != side]
        reader = READERS.get(mail.recipient)
        shown += foreign_words(reader, text) if reader else []
        yield from (f"the mail {mail.template} {one}" for one in shown)
    for file in _new(StoredFile, known):
        for found in foreign_words(role, text_of(path_of(file).read_bytes())):
            yield f"the file {file.filename} {found}"


def _new(model: Any, known: set[int]) -> Iterator[Any]:
    return (row for row in db.session.scalars(select(model)) if row.id not in known)


def _known() -> set[int]:
    return {row.id for model in (Delivery, StoredFile) for row in _new(model, set())}


def _forget(keeper: Keeper) -> None:
    keeper.restore()
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        empty_queue(connection)
        connection.commit()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_mails_and_files_hold_what_is_theirs(app, part, say):
    asker = Asker(app, make_world())
    run_jobs()
    keeper, known = Keeper(db.engine), _known()
    wrong, asked, made = [], 0, 0
    acts = [one for one in questions(app) if one.method != "GET"][part::PARTS]
    for question in acts if IS_LONG else acts[::2]:
        for role, side in ASKED:
            if is_refused(asker.ask(question, role, side)) or not keeper.touched:
                continue
            run_jobs(may_fail=True)
            found = words_of_others(role, side, known)
            wrong += [f"{question} as {role}: {one}" for one in found]
            asked, made = asked + 1, made + len(_known() - known)
            _forget(keeper)
    keeper.close()
    say(f"worker: {made} mails and files of {asked} acts looked at, {len(wrong)} words of others")
    assert made > asked / 10
    assert wrong == []
