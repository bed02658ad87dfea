"""Stored files: checked by content, kept under random names outside the web root."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from sqlalchemy import BigInteger, String, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.content import CheckedFile, check_file, clean_filename
from app.core.db import Base, db
from app.core.ids import new_id
from app.core.types import UTCDateTime

_WRITTEN = "innoday_files"  # what this transaction has written, in case it is rolled back


class StoredFile(Base):
    """A file's record; its bytes lie in the file store under `storage_key`."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    storage_key: Mapped[str] = mapped_column(String(64), unique=True)
    filename: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def store_file(data: bytes | BinaryIO, filename: str, *, allowed: frozenset[str]) -> StoredFile:
    """Check what somebody sent and store it in the current unit of work.

    For files that are slow to check call `content.check_file` first and then `store_checked`.
    """
    content = data if isinstance(data, bytes) else data.read()
    return store_checked(check_file(content, filename, allowed))


def store_checked(file: CheckedFile) -> StoredFile:
    """Store a file that was checked before the unit of work began."""
    return store_bytes(file.data, file.filename, file.content_type)


def store_bytes(data: bytes, filename: str, content_type: str) -> StoredFile:
    """Store a file of our own making in the current unit of work."""
    stored = StoredFile(
        id=new_id(),
        storage_key=secrets.token_hex(20),
        filename=clean_filename(filename, content_type),
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=clock.now(),
    )
    path = path_of(stored)
    db.session().info.setdefault(_WRITTEN, []).append(path)
    _write(path, data)
    db.session.add(stored)
    return stored


def open_file(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a stored file for reading."""
    return path_of(stored).open("rb")


def path_of(stored: StoredFile) -> Path:
    """Return where the bytes of a stored file lie."""
    key = stored.storage_key
    folder: Path = current_app.config["FILES_FOLDER"]
    return folder / key[:2] / key[2:4] / key[4:]


def _write(path: Path, data: bytes) -> None:
    """Write a file so that after a power cut it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@event.listens_for(Session, "after_commit")
def _keep_written(session: Session) -> None:
    session.info.pop(_WRITTEN, None)


@event.listens_for(Session, "after_rollback")
def _remove_written(session: Session) -> None:
    """Remove the bytes of files whose records were never committed."""
    for path in session.info.pop(_WRITTEN, []):
        path.unlink(missing_ok=True)
        path.with_suffix(".part").unlink(missing_ok=True)
