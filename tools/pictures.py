"""Draws what the README shows: the example CV as page, light and dark, on a phone, and as PDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DESK = (1100, 1400)
PHONE = (390, 844)


def main() -> None:
    """Write the pictures.

    Raises:
        SystemExit: a tool is not there.
    """
    chromium = found("chromium", "chromium")
    found("pdftoppm", "poppler-utils")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder, "demo")
        command = [sys.executable, "-P", "-m", "cv_action", "demo", str(demo)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        draw_page(chromium, demo / "cv-output" / "index.html")
        for design in ("modern", "plain"):
            render = ["render", str(demo / "cv.json"), "--output-dir", str(demo / design)]
            chosen = ["--formats", "pdf", "--design", design]
            command = [sys.executable, "-P", "-m", "cv_action", *render, *chosen]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            draw_pdf(demo / design / "cv.pdf", f"pdf-{design}")
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.stat().st_size:>9,} B  {picture.relative_to(ROOT)}")


def found(command: str, package: str) -> str:
    """Where a command is.

    Raises:
        SystemExit: it is nowhere.
    """
    path = shutil.which(command)
    if path is None:
        raise SystemExit(f"{command} is needed (on Debian: {package})")
    return path


def draw_page(chromium: str, page: Path) -> None:
    """The page on a desk by day and by night, and on a phone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        shoot(browser, page, "page", DESK, "light")
        shoot(browser, page, "page-dark", DESK, "dark")
        shoot(browser, page, "page-phone", PHONE, "light")
        browser.close()


def shoot(
    browser: Browser,
    page: Path,
    name: str,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    """One picture of what is seen without scrolling."""
    width, height = size
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    tab.goto(page.as_uri())
    tab.screenshot(path=PICTURES / f"{name}.png")
    tab.close()


def draw_pdf(pdf: Path, name: str) -> None:
    """The first page of a PDF."""
    first = ["-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run(["pdftoppm", *first, str(pdf), str(PICTURES / name)], check=True)  # noqa: S607  found() has looked


if __name__ == "__main__":
    main()
