"""Setting the installation up once, saying what it is, and trying given-up jobs again."""

import hmac
from typing import Any

from sqlalchemy import select

from app.core import clock, jobs, tokens
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.installation import Installation, find_installation
from app.core.jobs import FailedJob
from app.core.permissions import Permission
from app.identity import services as accounts
from app.identity.models import Person
from app.oversight import facts

CODE_LETTERS = 12


def setup_code() -> str:
    """Return the code that the terminal shows and the page asks for; the secret key makes it."""
    digest = tokens.sign_link("set-up", 1)[-CODE_LETTERS:]
    return "-".join(digest[at : at + 4] for at in range(0, CODE_LETTERS, 4))


def is_set_up() -> bool:
    """Whether somebody looks after the installation already; then setting up is closed for ever."""
    if find_installation() is not None:
        return True
    return db.session.scalar(select(Person.id).where(Person.is_operator).limit(1)) is not None


def set_up(*, code: str, installation: str, **person: Any) -> Person:
    """Name the installation and make its first operator; of two at once, one does."""
    if not hmac.compare_digest(code.strip().lower().encode(), setup_code().encode()):
        raise Invalid("setup_code_wrong", field="code")
    if is_set_up():
        raise Conflict("set_up_already")
    db.session.add(Installation(name=installation))
    db.session.flush()  # the row that there is only one of is the referee
    operator = accounts.register_person(SYSTEM, email_confirmed_at=clock.now(), **person)
    accounts.appoint_operator(SYSTEM, operator)
    record(facts.InstallationSetUp(actor_id=operator.id))
    return operator


def change_installation(actor: Actor, **changes: Any) -> Installation:
    """Change what is said of the installation."""
    authorize(actor, Permission.INSTALLATION_EDIT)
    found = find_installation()
    if found is None:
        found = Installation(name="Innoday")
        db.session.add(found)
    for name, value in changes.items():
        setattr(found, name, value)
    record(facts.InstallationChanged(actor_id=actor.person_id))
    return found


def retry_job(actor: Actor, job_id: int) -> None:
    """Have a job that was given up tried again."""
    authorize(actor, Permission.INSTALLATION_EDIT)
    failed = db.session.get(FailedJob, job_id, with_for_update=True)
    if failed is None:
        raise NotFound
    if failed.task not in jobs.tasks():
        raise Conflict("task_unknown")
    jobs.retry(failed)
    record(facts.JobRetried(actor_id=actor.person_id))
