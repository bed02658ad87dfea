"""The yardstick: the least a Flask and SQLAlchemy application can do to write something down.

One view with one guarded update, one insert and a commit, on the same server and database as
what is measured.
"""

import os

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Integer, String, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PATH = "/bare"
COUNTERS = 50
PLENTY = 10_000_000
COUNTED = BigInteger().with_variant(Integer(), "sqlite")  # which counts nothing else by itself


class Base(DeclarativeBase):
    """The base of the yardstick's two tables."""


bare_db = SQLAlchemy(model_class=Base)


class BareCounter(Base):
    """Something of which there is a limited number."""

    __tablename__ = "bare_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)
    size: Mapped[int]


class BareEntry(Base):
    """One that was taken."""

    __tablename__ = "bare_entry"

    id: Mapped[int] = mapped_column(COUNTED, primary_key=True)
    counter_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))


def create_bare() -> Flask:
    """Return the bare application on the database of the environment."""
    bare = Flask(__name__)
    bare.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    bare.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 10, "max_overflow": 10}
    bare_db.init_app(bare)
    bare.add_url_rule(PATH, view_func=take, methods=["POST"])
    return bare


def take() -> tuple[dict[str, int], int]:
    """Take one place and write down who has it."""
    sent = request.get_json()
    rule = update(BareCounter).where(
        BareCounter.id == sent["counter"], BareCounter.taken < BareCounter.size
    )
    taken = rule.values(taken=BareCounter.taken + 1).returning(BareCounter.taken)
    if bare_db.session.scalar(taken) is None:
        return {"id": 0}, 409
    entry = BareEntry(counter_id=sent["counter"], name=sent["name"])
    bare_db.session.add(entry)
    bare_db.session.commit()
    return {"id": entry.id}, 201


def prepare_bare() -> None:
    """Make the yardstick's tables and fill them."""
    with create_bare().app_context():
        bare_db.create_all()
        rows = [BareCounter(id=n + 1, size=PLENTY) for n in range(COUNTERS)]
        bare_db.session.add_all(rows)
        bare_db.session.commit()
        bare_db.engine.dispose()
