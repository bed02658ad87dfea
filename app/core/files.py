"""Stored files: checked by content, kept under random names outside the web root."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import BigInteger, String, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.content import CheckedFile, clean_filename
from app.core.db import Base, db
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime

_WRITTEN = "innoday_files"  # what this transaction has written, in case it is rolled back
_UNWANTED = "innoday_unwanted_files"  # what goes once this transaction is committed


class StoredFile(Base):
    """A file's record; its bytes lie in the file store under `storage_key`."""

    __tablename__ = "stored_file"
    __about__ = About(
        whose=(),
        held=True,
        purpose="Files that people uploaded and files made for them",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    storage_key: Mapped[str] = mapped_column(String(64), unique=True, info=IMPERSONAL)
    filename: Mapped[str] = mapped_column(
        String(200), info=personal(Category.CONTENT, blank="file")
    )
    content_type: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def store_checked(file: CheckedFile) -> StoredFile:
    """Store a file that was checked before the unit of work began."""
    return store_bytes(file.data, file.filename, file.content_type)


def store_bytes(data: bytes, filename: str, content_type: str) -> StoredFile:
    """Store a file of our own making in the current unit of work."""
    return store_parts((data,), filename, content_type)


def store_parts(parts: Iterable[bytes], filename: str, content_type: str) -> StoredFile:
    """Store a file that comes in parts, because as a whole it may not fit into memory."""
    stored = StoredFile(
        id=new_id(),
        storage_key=secrets.token_hex(20),
        filename=clean_filename(filename, content_type),
        content_type=content_type,
        created_at=clock.now(),
    )
    path = path_of(stored)
    db.session().info.setdefault(_WRITTEN, []).append(path)
    stored.size, stored.sha256 = _write(path, parts)
    db.session.add(stored)
    return stored


def path_of(stored: StoredFile) -> Path:
    """Return where the bytes of a stored file lie."""
    key = stored.storage_key
    folder: Path = current_app.config["FILES_FOLDER"]
    return folder / key[:2] / key[2:4] / key[4:]


def remove_after_commit(path: Path) -> None:
    """Remove a file once the current unit of work is committed; without the commit it stays."""
    db.session().info.setdefault(_UNWANTED, []).append(path)


def list_unnamed(before: datetime) -> Iterator[Path]:
    """Find bytes last written before an instant whose record was never committed, or is gone.

    A process that is killed between writing them and the end of its transaction leaves such bytes.
    """
    folder: Path = current_app.config["FILES_FOLDER"]
    for drawer in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        old = [path for path in drawer.glob("*/*") if path.stat().st_mtime < before.timestamp()]
        keys = select(StoredFile.storage_key).where(StoredFile.storage_key.startswith(drawer.name))
        named = {folder.joinpath(key[:2], key[2:4], key[4:]) for key in db.session.scalars(keys)}
        yield from (path for path in sorted(old) if path not in named)


def _write(path: Path, parts: Iterable[bytes]) -> tuple[int, str]:
    """Write a file, after a power cut there as a whole or not at all; return its size and hash."""
    size, seen = 0, hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("xb") as file:
        for part in parts:
            size += file.write(part)
            seen.update(part)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return size, seen.hexdigest()


@event.listens_for(Session, "after_commit")
def _keep_written(session: Session) -> None:
    session.info.pop(_WRITTEN, None)
    for path in session.info.pop(_UNWANTED, []):
        path.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _remove_written(session: Session) -> None:
    """Remove the bytes of files whose records were never committed."""
    session.info.pop(_UNWANTED, None)
    for path in session.info.pop(_WRITTEN, []):
        path.unlink(missing_ok=True)
        path.with_suffix(".part").unlink(missing_ok=True)
