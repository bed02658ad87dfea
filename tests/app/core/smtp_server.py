"""A mail server that speaks just enough SMTP for a test, and can refuse."""

import contextlib
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Received:
    """What the server was given."""

    recipients: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)


class _Dialogue(socketserver.StreamRequestHandler):
    server: "SmtpServer"

    def handle(self) -> None:
        """Answer commands until the client leaves, or is killed."""
        with contextlib.suppress(ConnectionError):
            self._talk()

    def _talk(self) -> None:
        self._say(b"220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                self._say(b"221 bye")
                return
            if verb == b"DATA":
                self._take()
            elif verb == b"RCPT":
                self._say(self.server.answer)
                self.server.received.recipients.append(line.decode().strip())
            else:
                self._say(b"250 ok")

    def _take(self) -> None:
        self._say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.received.messages.append(b"".join(lines))
        self.server.on_mail()
        self._say(b"250 taken")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class SmtpServer(socketserver.ThreadingTCPServer):
    """Listens on a free port while it is open; `answer` is what it says to recipients.

    `on_mail` is called when a mail was received and the sender does not yet know that.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answer: bytes = b"250 ok") -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.answer = answer
        self.on_mail: Callable[[], None] = lambda: None
        self.received = Received()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        """The address to send to."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self._thread.join()
        self.server_close()
