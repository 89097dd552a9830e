"""The shelf: the folder of finished books. A book is put there whole or not at all."""

import shutil
from pathlib import Path


def swap(html: Path, site: Path) -> None:
    """Put the new site in place of the old in two renames; the old one stays until then."""
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    new, old = _beside(site)
    shutil.copytree(html, new)
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(site: Path) -> bool:
    """Clear away what a run left that was killed while it put a site in place.

    Killed between the two renames it leaves the last good site under another name: it comes back,
    and True is returned.
    """
    new, old = _beside(site)
    lost = old.exists() and not site.exists()
    if lost:
        old.rename(site)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    return lost


def _beside(site: Path) -> tuple[Path, Path]:
    return site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")


def write_start_page(site: Path) -> None:
    """The page that lists every book built, from the manifests of the sites."""
    from jinja2 import Environment, FileSystemLoader

    from wres import manifest

    theme = Path(__file__).parent / "theme"
    books = [
        {**manifest.read(path), "href": f"{path.parent.relative_to(site).as_posix()}/index.html"}
        for path in sorted(site.glob("*/[0-9]*/manifest.json"))
    ]
    jinja = Environment(loader=FileSystemLoader(theme), autoescape=True)
    page = jinja.get_template("templates/start.html").render(books=books, css_href="style.css")
    shutil.copyfile(theme / "style.css", site / "style.css")
    fresh = site / ".index.html.new"
    fresh.write_text(page, encoding="utf-8", newline="\n")
    fresh.replace(site / "index.html")
