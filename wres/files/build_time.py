"""The time that a build says it was made at."""

import os
from datetime import UTC, datetime

from wres.errors import BuildFailed

VARIABLE = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/


def build_time() -> datetime:
    """Now, or the time that ``SOURCE_DATE_EPOCH`` sets. Raises ``BuildFailed`` where it sets none."""
    epoch = os.environ.get(VARIABLE)
    if epoch is None:
        return datetime.now(UTC)
    try:
        seconds = int(epoch) if epoch.isdecimal() else -1
        if seconds < 0:
            raise ValueError(epoch)
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        found = repr(epoch) if len(epoch) < 40 else f"{epoch[:40]!r}…"
        expected = "seconds since the beginning of 1970, such as 1700000000; or unset it"
        raise BuildFailed(f"environment: {VARIABLE} is {found}; expected {expected}") from None
