"""What the page on contacts shows."""

from wres.pages.blocks import Contacts
from wres.pages.fragments import Fragment
from wres.publication import Publication


def contacts(report: Publication) -> Fragment:
    """The executive sponsor and those to turn to, as the return names them."""
    given = report.given
    subject = f"WRES report {report.year}, {report.organisation}"
    return Contacts(given.executive_sponsor, given.contacts, subject)
