"""The constants of the standard."""

EQUAL_TREATMENT = (0.80, 1.25)  # four-fifths rule; "A fair experience for all" (2019)
CONFIDENCE = 0.95
NATURAL = (100, 1_000)  # of so many people a percentage is told: the first that leaves a whole person
