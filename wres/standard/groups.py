"""The groups that the standard compares, and the kinds of seats on a board."""

REFERENCE, FOCUS, UNKNOWN = "white", "bme", "unknown"  # compared with, compared, and not known
KNOWN = (REFERENCE, FOCUS)
GROUPS = {REFERENCE: "White", FOCUS: "BME", UNKNOWN: "Unknown"}
GROUP_LABELS = {**GROUPS, "all": "All staff"}

WHOLE_BOARD = "board"
SEATS = {WHOLE_BOARD: "Whole board", "voting": "Voting members", "executive": "Executive members"}
