from sqlalchemy import select

from app.core.db import db
from app.demo.services.loading import load_demo
from app.directory.models import DuplicatePair


def test_the_operator_has_a_pair_to_decide_on(app):
    load_demo()

    (pair,) = db.session.scalars(select(DuplicatePair)).all()
    assert {pair.first.name, pair.second.name} == {"Balkan Kabel AD", "Балкан Кабел ЕАД"}
    assert "same_name" in pair.reasons
