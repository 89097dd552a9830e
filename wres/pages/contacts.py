"""What the page on contacts shows."""

from wres.pages.fragments import Fragment, render
from wres.publication import Publication


def contacts(report: Publication) -> Fragment:
    """The executive sponsor and those to turn to, as the return names them."""
    given = report.given
    sponsor = [given.executive_sponsor] if given.executive_sponsor else []
    return render("contacts", sponsor=sponsor, contacts=given.contacts,
                  subject=f"WRES report {report.year}, {report.organisation}")  # fmt: skip
