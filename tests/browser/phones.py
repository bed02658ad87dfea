"""Scanners with a camera, a memory and a clock of their own, that can be killed and come back."""

import os
import shutil
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser.camera import camera_arguments, write_video

ALWAYS = ["--no-sandbox", "--disable-dev-shm-usage"]
PATIENCE = 60_000  # milliseconds until all tickets are on the phone
SIZE = {"width": 360, "height": 740}
# A scan is acknowledged when the volunteer can see it among the last ones; what was kept of it by
# then is told to the test.
TELLS = """(() => {
  const told = new Set();
  const kept = (id) => new Promise((done) => {
    const opening = indexedDB.open("innoday-scanner");
    opening.onsuccess = () => {
      const base = opening.result;
      const request = base.transaction("queue").objectStore("queue").get(id);
      request.onsuccess = () => { base.close(); done(request.result); };
    };
  });
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll("[data-scan]")) {
      if (told.has(dataset.scan)) continue;
      told.add(dataset.scan);
      kept(dataset.scan).then((scan) => acknowledged(dataset.scan, scan?.code ?? null));
    }
  }).observe(document, { subtree: true, childList: true });
})();"""
CLOCK = """(() => {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + AHEAD); }
    static now() { return Real.now() + AHEAD; }
  };
})();"""


class Phone:
    """A phone whose browser is a process of its own, on a folder that outlives it.

    `acknowledged` has the code of each scan that its screen showed, by the scan's id.
    """

    def __init__(
        self,
        playwright: Playwright,
        folder: Path,
        server: str,
        *,
        ahead: float = 0,
        watches: str = "",
    ) -> None:
        """Take a folder for its memory, the seconds that its clock is ahead, and a script."""
        self.folder = folder
        self.acknowledged: dict[str, str] = {}
        self.lost: list[str] = []
        self._playwright = playwright
        self._server = server
        self._scripts = CLOCK.replace("AHEAD", str(round(ahead * 1000))) if ahead else ""
        self._scripts += TELLS + watches
        self._context: BrowserContext | None = None
        self.page: Page

    def open(
        self,
        *pictures: Image.Image,
        seconds: float | Sequence[float] = 1,
        online: bool = False,
    ) -> Page:
        """Start the browser on the scanner, its camera seeing one picture after the other."""
        arguments = [*ALWAYS]
        if pictures:
            video = write_video(self.folder.with_suffix(".y4m"), pictures, seconds=seconds)
            arguments += camera_arguments(video)
        settings: dict[str, Any] = {"viewport": SIZE, "has_touch": True, "is_mobile": True}
        self._context = self._playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=os.environ.get("INNODAY_CHROMIUM") or shutil.which("chromium"),
            args=arguments,
            base_url=self._server,
            permissions=["camera"],
            **settings,
        )
        self._context.expose_binding("acknowledged", self._note)
        self._context.add_init_script(self._scripts)
        self._context.set_offline(not online)
        self.page = self._context.pages[0]
        self.page.goto("/scan")
        return self.page

    def pair(self, place: dict[str, str]) -> None:
        """Make it the scanner of a place, let it take along what it needs, and switch it off."""
        page = self.open(online=True)
        page.evaluate("door => localStorage.setItem('innoday.door', JSON.stringify(door))", place)
        page.reload()
        said = page.locator("[data-part=as-of]")
        expect(said).to_contain_text("Decides by itself", timeout=PATIENCE)
        expect(page.locator("[data-offline=ready]")).to_be_attached(timeout=PATIENCE)
        self.close()

    def connect(self) -> None:
        """Give the phone its network back."""
        assert self._context is not None
        self._context.set_offline(False)

    def close(self) -> None:
        """Close the browser as people do."""
        if self._context is not None:
            self._context.close()

    def kill(self) -> None:
        """Kill all processes of the browser, as a phone does that runs out of power."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with suppress(Error):
            self.close()

    def _processes(self) -> list[int]:
        """Return the processes that were started on this phone's folder."""
        mine = f"--user-data-dir={self.folder}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if mine in place.read_bytes().split(b"\0"):
                    found.append(int(place.parent.name))
        return found

    def _note(self, _source: object, client_id: str, code: str | None) -> None:
        if code is None:
            self.lost.append(client_id)
        else:
            self.acknowledged[client_id] = code
