"""Staff groups and pay bands: clusters, groups of bands, their labels."""

from pathlib import Path

from wres.standard.lookups import lookup


def band_labels(data: Path) -> dict[str, str]:
    """How tables name the pay bands and the groups of them."""
    labels: dict[str, str] = lookup(data, "pay_bands").set_index("code")["label"].to_dict()
    return labels | {code: label.replace("Band", "Bands", 1) for code, label in BAND_GROUPINGS.items()}


CLUSTERS = {
    "non-clinical": "Non-clinical",
    "clinical": "Clinical",
    "medical": "Medical",
    "other": "Other or unbanded",
}

BAND_GROUPINGS = {"lower": "Below band 8a", "senior": "Band 8a and above"}
SENIOR_POSTS = {"non-clinical": "senior", "clinical": "senior", "medical": "medical-consultant"}  # by cluster
TIERS = {"lower": "Up to band 5", "middle": "Bands 6 and 7", "upper": "Band 8a and above"}
