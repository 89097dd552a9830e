"""The pictures of the README: pages of the default book as a browser shows them.

``python docs/pictures.py BROWSER``, from the project's folder, after ``make book``. BROWSER is the
path of an installed Chromium, Chrome or Edge; without it, the first that is found on the path.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path("_build/site/QHG/2023").resolve()
PICTURES = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WIDE, PHONE = (1180, 900), (375, 760)
# What the reader sees: the picture's name, the page, where it is scrolled to, the window, what is pressed.
SHOTS = (
    ("key-findings", "index", "", WIDE, ""),
    ("indicator-2", "indicator-2", "#what-this-shows", WIDE, ""),
    ("origin", "indicator-2", "", WIDE, ".wres-headline a"),
    ("indicator-4-phone", "indicator-4", "#what-this-shows", PHONE, ""),
)


def main() -> None:
    """Take each picture."""
    browser = next(iter(sys.argv[1:]), None) or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("no browser: expected an installed Chromium, Chrome or Edge. Name its path.")
    if not SITE.is_dir():
        sys.exit(f"{SITE} is not there. Build the default book first: make book")
    PICTURES.mkdir(exist_ok=True)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=browser, args=["--no-sandbox"] if root else [])
        for name, page, place, (width, height), pressed in SHOTS:
            shown = running.new_page(viewport={"width": width, "height": height})
            shown.goto(f"{SITE.as_uri()}/{page}.html{place}")
            if pressed:
                shown.click(pressed)
            shown.screenshot(path=PICTURES / f"{name}.png")
            shown.close()
        running.close()


if __name__ == "__main__":
    main()
