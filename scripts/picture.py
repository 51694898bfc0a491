"""Takes the README's pictures: the reading room of the demo at a desk, on a phone, in Hebrew, dark.

uv run scripts/picture.py [FOLDER]    needs Chromium, on the PATH or named in CHROMIUM
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "read-together"
LARGEST = 400_000  # bytes; what is larger is taken at one dot to a CSS pixel
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class View:
    """One picture: who looks at which paragraph's discussion, in what kind of window."""

    name: str
    member: str = "tomas"
    article: str = "On Studying Together"
    paragraph: int = 5
    window: tuple[int, int] = (1280, 800)
    paper: Literal["light", "dark"] = "light"


VIEWS = (
    View("reading-room"),
    View("reading-room-phone", window=(390, 780)),
    View("reading-room-dark", paper="dark", paragraph=3),
    View("reading-room-hebrew", member="noa", article="על הלימוד בצוותא", paragraph=2),
)


@contextmanager
def demo(folder: str) -> Iterator[str]:
    """The address of a demo with its data in this folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port), "--data", folder],
        cwd=ROOT,
        env=os.environ | {"DEBUG": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The demo does not start.")


def picture(browser: Browser, address: str, view: View, *, scale: int) -> bytes:
    """The room as a member sees it, as PNG with so many dots to a CSS pixel."""
    width, height = view.window
    page = browser.new_page(
        base_url=address,
        viewport=ViewportSize(width=width, height=height),
        device_scale_factor=scale,
        locale="en-GB",
        color_scheme=view.paper,
        reduced_motion="reduce",
    )
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(f"{view.member}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.get_by_role("link", name=view.article, exact=True).click()
    text = page.locator("section.paragraph").nth(view.paragraph - 1)
    text.locator(".voices").click()
    page.locator("#threads .voice").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    block = "start" if width < height else "center"
    text.evaluate("(text, block) => text.scrollIntoView({ block })", block)
    page.evaluate("document.fonts.ready")
    taken = page.screenshot()
    page.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs")
    target: Path = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(folder) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        for view in VIEWS:
            taken = picture(browser, address, view, scale=2)
            if len(taken) > LARGEST:
                taken = picture(browser, address, view, scale=1)
            file = target / f"{view.name}.png"
            file.write_bytes(taken)
            print(f"{file}: {len(taken) // 1000} kB")


if __name__ == "__main__":
    main()
