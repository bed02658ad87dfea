import socket
import subprocess
import sys

import pytest

from app.tooling import demo
from app.tooling.console import SetupError
from app.tooling.places import ROOT


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


def test_a_phone_can_reach_it_through_a_tunnel():
    env = demo.demo_environment("127.0.0.1", 8000, "https://day.example.org")
    assert env["INNODAY_BASE_URL"] == "https://day.example.org"


@pytest.mark.parametrize(
    "address", ["day.example.org", "ftp://day.example.org", "https://", "https://a.org/day"]
)
def test_an_address_that_no_browser_can_open_is_refused(address):
    run = [sys.executable, str(ROOT / "innoday.py"), "demo", "--base-url", address]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "like https://innoday.example.org" in done.stderr


@pytest.mark.slow
def test_the_sign_ins_are_printed_anew_for_another_address(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "FOLDER", tmp_path)
    monkeypatch.setattr(demo, "DATABASE", tmp_path / "innoday.sqlite3")
    monkeypatch.setattr(demo, "SIGN_INS", tmp_path / "sign-ins.txt")
    monkeypatch.setattr(demo, "STAMPS", tmp_path / "innoday.json")
    for base in ("https://one.example.org", "https://two.example.org"):
        demo.prepare(demo.demo_environment("127.0.0.1", 8000, base))
        assert f"{base}/sign-in" in demo.SIGN_INS.read_text()
    written = demo.SIGN_INS.stat().st_mtime_ns
    demo.prepare(demo.demo_environment("127.0.0.1", 8000, base))
    assert demo.SIGN_INS.stat().st_mtime_ns == written


def test_a_port_in_use_is_said_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match="choose another --port"):
            demo.demo("127.0.0.1", port, fresh=False)
