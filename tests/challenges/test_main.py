"""The commands: what they print and how they end."""

import subprocess
import sys
from pathlib import Path

import pytest

from challenges.__main__ import main
from challenges.canonical import canonical_json
from challenges.export import build_export
from tests.challenges.samples import sample_record, sample_text


def test_a_valid_brief(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "brief.toml"
    path.write_text(sample_text())
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == ""


def test_findings_are_printed_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, broken = tmp_path / "good.toml", tmp_path / "bad.toml", tmp_path / "broken.toml"
    good.write_text(sample_text())
    bad.write_text("format = true\n")
    broken.write_bytes(b"a = 1\n\xff")
    files = [str(good), str(bad), str(broken), str(tmp_path / "none.toml")]
    assert main(["check", *files]) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        f"{bad}:1: title: the key 'title' is missing",
        f"{broken}:2: the file is not UTF-8 text",
        f"{tmp_path / 'none.toml'}:1: cannot be read: No such file or directory",
    ]


def test_a_recount_that_confirms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "export.json"
    path.write_text(canonical_json(build_export(sample_record())))
    assert main(["recount", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "   1  P1  score 90.0 %",
        "   2  P2  score 70.0 %, equal to P3; placed by: higher score on the heaviest criterion",
        "   3  P3  score 70.0 %, equal to P2; placed by: higher score on the heaviest criterion",
        "   -  P4  no complete scorecard",
        "same",
    ]


def test_a_recount_that_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "export.json"
    path.write_text(canonical_json({**build_export(sample_record()), "ranking": []}))
    assert main(["recount", str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "5 differences"


def test_a_recount_of_no_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "export.json"
    assert main(["recount", str(path)]) == 1
    path.write_text("[]")
    assert main(["recount", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}: cannot be read: No such file or directory",
        f"{path}: the export: must be dict",
    ]


def test_it_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "challenges", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: python3 -m challenges")
