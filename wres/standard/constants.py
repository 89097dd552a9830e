"""The constants of the standard."""

EQUAL_TREATMENT = (0.80, 1.25)  # four-fifths rule; "A fair experience for all" (2019)
CONFIDENCE = 0.95
