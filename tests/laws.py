"""How many examples a property is tried on: by the profile of the run, less where each one is costly."""

from hypothesis import settings


def law(part: float = 1.0) -> settings:
    """Settings of a property; ``part`` is the part of the profile's examples that it is tried on."""
    return settings(max_examples=max(5, round(settings.default.max_examples * part)))
