"""The browser's fixtures serve the journeys too."""

from tests.browser.conftest import axe, camera_phone, chromium, launch, playwright, server

__all__ = ["axe", "camera_phone", "chromium", "launch", "playwright", "server"]
