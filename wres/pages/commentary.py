"""The organisation's own commentary on a page."""

from wres.pages.fragments import Fragment, from_markdown, render
from wres.publication import Publication


def commentary(report: Publication, page: str, part: str = "text") -> Fragment:
    """A part of the organisation's own commentary, or a note that there is none."""
    text = report.commentary.get(page, {}).get(part, "")
    if not text:
        return render("note", text=f"The return for {report.year} does not say.")
    return Fragment(f'<div class="wres-commentary">\n{from_markdown(text)}\n</div>')
