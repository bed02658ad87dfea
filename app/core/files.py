"""Stored files: checked by content, kept under random names outside the web root."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.types import UTCDateTime


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
