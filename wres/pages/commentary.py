"""The organisation's own commentary on a page."""

from wres.pages.blocks import Commentary, Note
from wres.pages.fragments import Fragment
from wres.publication import Publication


def commentary(report: Publication, page: str, part: str = "text") -> Fragment:
    """A part of the organisation's own commentary, or a note that there is none."""
    text = report.commentary.get(page, {}).get(part, "")
    if not text:
        return Note(f"The return for {report.year} does not say.")
    return Commentary(text)
