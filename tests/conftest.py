"""What several tests need from outside: real files, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def _missing(what: str) -> None:
    """Nobody reads a skip in continuous integration, so there it is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder with files of real organisations, which the repository does not hold."""
    folder = os.environ.get("KRINGSPOOR_REAL_FILES")
    if not folder:
        pytest.skip("KRINGSPOOR_REAL_FILES names no folder with real files")
    return Path(folder)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium, which `sh setup.sh browser` installs."""
    found = os.environ.get("KRINGSPOOR_CHROMIUM") or shutil.which("chromium")
    if not found:
        _missing("Chromium is missing: run `sh setup.sh browser`")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser for the whole session; each test opens its own page."""
    from playwright.sync_api import sync_playwright  # slow, and most runs need no browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
