import socket

import pytest

from app.tooling import demo
from app.tooling.console import SetupError


def test_the_demo_reaches_nothing_real(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://real")
    monkeypatch.setenv("SMTP_URL", "smtp://real")
    env = demo.demo_environment("127.0.0.1", 8123)
    assert "DATABASE_URL" not in env
    assert "SMTP_URL" not in env
    assert env["INNODAY_INSTANCE"].endswith("instance/demo")
    assert env["INNODAY_BASE_URL"] == "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:1"), ("::", "http://[::1]:1"), ("::1", "http://[::1]:1")],
)
def test_the_printed_address_can_be_opened(host, address):
    assert demo.demo_environment(host, 1)["INNODAY_BASE_URL"] == address


def test_a_port_in_use_is_said_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match="choose another --port"):
            demo.demo("127.0.0.1", port, fresh=False)
