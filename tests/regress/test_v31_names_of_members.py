"""Row 31 (pretalx): a name in an export led out of its folder, and overwrote files."""

import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from hypothesis import given
from hypothesis import strategies as st

from app.core.pdf import own_file
from app.proposals.rules.packing import Packed, member_name

PARTS = st.sampled_from(["..", "/", "\\", "C:", "\x00", "\u202e", ".", "~", "etc", "a", "%2e%2e"])
NAMES = st.lists(PARTS, max_size=8).map("".join) | st.text(max_size=30)
AT = datetime(2026, 6, 2, tzinfo=UTC)


def packed(organisation):
    content = {"organisation": {"name": organisation}}
    return Packed(1, 17, "submitted", AT, 1, "0" * 64, content)


@given(NAMES, NAMES)
def test_a_member_lies_in_the_folder_of_its_proposal(organisation, filename):
    name = member_name(packed(organisation), filename, "application/pdf", 1)
    place = PurePosixPath(name)
    assert not place.is_absolute()
    assert not PureWindowsPath(name).is_absolute()
    assert len(place.parts) == 2
    assert "\\" not in name
    assert not {"..", "."} & set(place.parts)
    assert name.isprintable()


def test_an_unpacked_archive_writes_nothing_beside_its_folder():
    with tempfile.TemporaryDirectory() as folder:
        archive, inside = Path(folder) / "a.zip", Path(folder) / "inside"
        with zipfile.ZipFile(archive, "w") as packing:
            for number, name in enumerate(("../../x.pdf", "/etc/x.pdf", "..\\x.pdf", "x/../y.pdf")):
                packing.writestr(member_name(packed("../.."), name, "application/pdf", number), "")
        with zipfile.ZipFile(archive) as packing:
            packing.extractall(inside)
        found = list(Path(folder).rglob("*.pdf"))
        assert len(found) == 4
        assert all(one.parent.parent == inside for one in found)


def test_papers_read_no_file_beside_their_own():
    refused = 0
    for name in ("../../config.py", "/etc/passwd", "css/../../../wsgi.py"):
        try:
            own_file(name)
        except ValueError:
            refused += 1
    assert refused == 3
