"""Step 8: the outcome report from a frozen snapshot."""

import subprocess
from pathlib import Path

import pikepdf
from flask import Flask

from app.core.db import db
from app.reports.models import Snapshot
from tests.journeys.opening import SLUG
from tests.journeys.walk import Walker
from tests.worker import run_jobs


def make_report(organiser: Walker, app: Flask, folder: Path) -> Path:
    """Freeze the figures, let the worker set the report, download it."""
    page = organiser.page
    page.goto(f"/manage/{SLUG}/report")
    organiser.look("report")
    organiser.press("Freeze figures and make report")
    page.get_by_label("Why these figures are frozen").fill("For the funder, after the day.")
    organiser.look("report-freeze")
    with page.expect_navigation():
        organiser.press("Freeze and make report")
    run_jobs(app)
    page.goto(f"/manage/{SLUG}/report")
    organiser.look("report-made")
    with page.expect_download() as waiting:
        page.locator("#snapshots").get_by_role("link", name="PDF").first.click()
    target = folder / "report.pdf"
    waiting.value.save_as(target)
    return target


def check_report(pdf: Path) -> None:
    """See several pages, tagged, with the hash of the snapshot on them."""
    snapshot = db.session.query(Snapshot).one()
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert snapshot.sha256 in text.replace("\n", "").replace(" ", "")
    with pikepdf.open(pdf) as opened:
        assert len(opened.pages) >= 5
        assert "/StructTreeRoot" in opened.Root
