"""The groups that the standard compares, and the kinds of seats on a board."""

GROUPS = {"white": "White", "bme": "BME", "unknown": "Unknown"}
GROUP_LABELS = {**GROUPS, "all": "All staff"}

SEATS = {"board": "Whole board", "voting": "Voting members", "executive": "Executive members"}
