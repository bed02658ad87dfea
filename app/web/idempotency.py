"""Writes of the API that may be sent twice: the second is answered like the first.

A client that may repeat itself sends an `Idempotency-Key` of its own making.
The answer is kept in the transaction of the write itself, so there is never one without the other.
A failure is not kept: it changed nothing, and may be tried again under the same key.
What is kept is sealed with the client's own key, of which only a hash is kept: an answer may hold a
ticket's link or code, and it opens for nobody but whoever asks again.
An answer that tells a secret is not kept either: only that it was given, once.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import IO, Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_smorest import Api
from sqlalchemy import Index, String, Text, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, sealing
from app.core.db import Base, db
from app.core.errors import Conflict, Invalid
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, names_person, personal
from app.core.types import Sequence, UTCDateTime
from app.core.uow import in_unit_of_work
from app.web.guards import DEVICE, IN_UNIT, PREPARED, TOKEN, actor, guard_of
from app.web.openapi import operations_of

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST = 200
KEPT = timedelta(days=2)
CHUNK = 1 << 18
TELLS_SECRET = "tells_secret"  # the attribute of views whose answer is told once  # noqa: S105
View = TypeVar("View", bound=Callable[..., Any])


class IdempotencyKey(Base):
    """The answer that a client got under a key of its own."""

    __tablename__ = "idempotency_key"
    __about__ = About(
        whose=("holder",),
        purpose="Answers a program that asks twice as it was answered first",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=2,
        since="created_at",
    )
    __table_args__ = (
        UniqueConstraint("holder", "key", name="uq_idempotency_key_holder_key"),
        Index("ix_idempotency_key_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    holder: Mapped[str] = mapped_column(String(40), info=names_person("person:{id}"))
    key: Mapped[str] = mapped_column(String(LONGEST), info=IMPERSONAL)
    request_hash: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    status: Mapped[int]
    body: Mapped[str] = mapped_column(
        Text,
        info=personal(
            Category.CONTENT,
            unexported="a copy of an answer that the person's program got within two days",
        ),
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def tells_secret(view: View) -> View:
    """Mark a view whose answer holds a secret, which is kept nowhere and told no second time."""
    setattr(view, TELLS_SECRET, True)
    return view


def install(app: Flask, api: Api) -> None:
    """Let every writing route of the API take the header, and say so in its description."""
    kept = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if getattr(view, "is_writing", False) and guard_of(app, endpoint) in (TOKEN, DEVICE)
    }
    for endpoint, operation in operations_of(app, api):
        if endpoint in kept:
            operation.setdefault("parameters", []).append(_parameter())
    for endpoint in kept:
        app.view_functions[endpoint] = _once(app.view_functions[endpoint])


def _parameter() -> dict[str, Any]:
    return {
        "in": "header",
        "name": HEADER,
        "required": False,
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        "description": "A repeat under the same key within two days gets the first answer, "
        "or 409 where that told a secret.",
    }


def _once(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return view(*args, **kwargs)
        if not 0 < len(key) <= LONGEST or not key.isprintable():
            raise Invalid("idempotency_key_invalid")
        wanted = _request_hash()
        prepare = getattr(view, "prepare", None)
        if prepare is not None:
            setattr(g, PREPARED, prepare())
        own = _own_key(key)
        return in_unit_of_work(lambda: _answer(view, own, wanted, lambda: view(*args, **kwargs)))

    return wrapped


def _answer(view: Callable[..., Any], key: str, wanted: str, act: Callable[[], Any]) -> Response:
    holder = _holder()
    _refuse_while_running(holder, key)
    query = select(IdempotencyKey).where(IdempotencyKey.holder == holder, IdempotencyKey.key == key)
    known = db.session.scalar(query)
    is_secret = getattr(view, TELLS_SECRET, False)
    if known is not None and known.created_at > clock.now() - KEPT:
        return _replay(known, wanted, is_secret=is_secret)
    if known is not None:
        db.session.delete(known)
        db.session.flush()
    setattr(g, IN_UNIT, True)
    try:
        response = current_app.make_response(act())
    finally:
        g.pop(IN_UNIT, None)
    _keep(
        holder, key, wanted, response, "" if is_secret else _sealed(response.get_data(as_text=True))
    )
    return response


def _replay(known: IdempotencyKey, wanted: str, *, is_secret: bool) -> Response:
    if known.request_hash != wanted:
        raise Invalid("idempotency_key_reused")
    body = None if is_secret else _unsealed(known.body)
    if body is None:
        raise Conflict("idempotency_secret_told")
    response = Response(body, status=known.status)
    response.mimetype = "application/json"
    response.headers[REPLAYED] = "true"
    return response


def _keep(holder: str, key: str, wanted: str, response: Response, body: str) -> None:
    kept = IdempotencyKey(
        holder=holder,
        key=key,
        request_hash=wanted,
        status=response.status_code,
        body=body,
    )
    db.session.add(kept)
    if secrets.randbelow(100) == 0:  # now and then is often enough to throw old answers away
        old = IdempotencyKey.created_at < clock.now() - KEPT
        db.session.execute(delete(IdempotencyKey).where(old))


def _holder() -> str:
    who = actor()
    if who.device_id is not None:
        return f"device:{who.device_id}"
    return f"person:{who.person_id}"


def _own_key(key: str) -> str:
    """Bind a key to the token that brings it: what another one got is not for one that may less."""
    return hashlib.sha256(f"{actor().token_id}\n{key}".encode()).hexdigest()


def _sealed(text: str) -> str:
    return sealing.seal(text, _purpose(), actor().token_id or 0)


def _unsealed(body: str) -> str | None:
    """Return a kept answer; None after a change of the installation's key."""
    return sealing.unseal(body, _purpose(), actor().token_id or 0)


def _purpose() -> str:
    return f"kept answer:{request.headers[HEADER]}"


def _request_hash() -> str:
    is_multipart = request.mimetype == "multipart/form-data"
    body = _multipart_digest() if is_multipart else request.get_data()
    parts = (request.method.encode(), request.full_path.encode(), body)
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _multipart_digest() -> bytes:
    """Return what a form with files says, however its client draws the lines between the parts."""
    said = {
        "fields": sorted(request.form.lists()),
        "files": sorted(
            (name, [(one.filename, _file_digest(one.stream)) for one in sent])
            for name, sent in request.files.lists()
        ),
    }
    return json.dumps(said).encode()


def _file_digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    found = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        found.update(chunk)
    stream.seek(0)
    return found.hexdigest()


def _refuse_while_running(holder: str, key: str) -> None:
    """Refuse a repeat while the first is at work; on SQLite it already waits for its turn."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    digest = hashlib.sha256(f"{holder}\n{key}".encode()).digest()
    number = int.from_bytes(digest[:8], "big", signed=True)
    if not db.session.scalar(select(func.pg_try_advisory_xact_lock(number))):
        raise Conflict("idempotency_running", seconds=1)
