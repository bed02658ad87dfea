"""A virus scanner that speaks clamd's protocol as far as INSTREAM, and knows one virus."""

import socket
import struct
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

VIRUS = b"EICAR"


class FakeClamd:
    """Listens until it is left; `seen` holds what was sent, `answer` what it says instead."""

    def __init__(self, path: Path | None = None) -> None:
        self.seen: list[bytes] = []
        self.answer: bytes | None = None
        self._socket = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
        self._socket.bind(str(path) if path else ("127.0.0.1", 0))
        self._socket.listen()
        self.port = 0 if path else self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                data = self._stream(connection)
                self.seen.append(data)
                found = b"stream: Eicar-Signature FOUND\0" if VIRUS in data else b"stream: OK\0"
                connection.sendall(found if self.answer is None else self.answer)

    def _stream(self, connection: socket.socket) -> bytes:
        assert _exactly(connection, 10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", _exactly(connection, 4))[0]:
            data += _exactly(connection, size)
        return data


def _exactly(connection: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        more = connection.recv(count - len(read))
        assert more, "the connection ended in the middle"
        read += more
    return read
