"""Asking a virus scanner about a file: ClamAV's daemon, over its own protocol.

`INNODAY_CLAMD` says where it listens: `unix:/run/clamav/clamd.ctl` or `scanner.internal:3310`.
Without the setting nothing is asked. With it, a scanner that cannot be asked is a refusal: a file
that nobody looked at is not let in.
"""

import logging
import socket
import struct

from flask import current_app, has_app_context

from app.core.errors import Conflict, Invalid

SECONDS = 20.0  # in which the scanner must connect, and in which each of its answers must come
PIECE = 64 * 1024
ANSWER = 4096
PORT = 3310
_log = logging.getLogger(__name__)


def refuse_viruses(data: bytes) -> None:
    """Pass what the scanner finds clean, or what no scanner is there to look at."""
    place = current_app.config["CLAMD"] if has_app_context() else ""
    if not place:
        return
    try:
        said = ask(place, data)
    except OSError as error:
        _log.exception("the virus scanner cannot be asked")
        raise Conflict("scanner_silent", field="file") from error
    if said.endswith(" FOUND"):
        _log.warning("a virus was sent: %s", said)
        raise Invalid("file_infected", field="file")
    if not said.endswith(" OK"):
        _log.error("the virus scanner answers: %s", said)
        raise Conflict("scanner_silent", field="file")


def ask(place: str, data: bytes) -> str:
    """Send bytes to clamd as INSTREAM does, and return its answer, such as `stream: OK`."""
    with _connect(place) as connection:
        connection.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        return _answer(connection)


def _answer(connection: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < ANSWER:
        more = connection.recv(ANSWER)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode(errors="replace").strip()


def _connect(place: str) -> socket.socket:
    if place.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(place.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = place.removeprefix("tcp://").rpartition(":")
    address = (host.strip("[]"), int(port)) if host else (port.strip("[]"), PORT)
    return socket.create_connection(address, timeout=SECONDS)
