"""Rows 14 and 15 (HotCRP): what an author may ask, and how it was answered, told who judged."""

import re

from sqlalchemy import event

from app.core.db import db
from tests.client import Browser
from tests.regress.judged import JUROR, Judged

OWN = "juror.person_id = "  # whether the reader is a juror of something
JURY = re.compile(r"\b(?:from|join)\s+\"?(?:scorecard|score|juror|assignment)\b", re.IGNORECASE)


def test_the_author_gets_the_same_whoever_judged(app):
    judged = Judged()
    judged.decide()
    judged.rename("Aaa", "Bbb")
    before = judged.got(app)
    judged.rename(JUROR, "Aaa")
    assert judged.got(app) == before


def test_no_question_to_the_database_for_an_author_names_the_jury(app):
    judged = Judged()
    judged.decide()
    browser, asked = Browser(app).sign_in(judged.author), []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for path in (judged.paths()[0], "/proposals"):
            assert browser.get(path, query_string={"q": JUROR}).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert asked
    assert [one for one in asked if JURY.search(one) and OWN not in one] == []
