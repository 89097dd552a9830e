"""The kinds of finding of an audit, each with the sentence that explains it."""

DISCLOSES, NOT_RECOMPUTED = "discloses a hidden cell", "cannot be recomputed"
AUDIT_KINDS = {
    # What the audit of an earlier report finds, the first that fits being the main one.
    "mislabelled": "The number is that of another figure than its label says.",
    "wrong base": "The number is a percentage of other people than its label says.",
    "rounding": "Off by less than one unit of the last decimal printed, or made from rounded figures.",
    "contradiction with another page": "Elsewhere the report prints another number for the same figure.",
    "arithmetic": "The counts give another number, and none of the above explains it.",
    "percent for percentage point": "The difference of two percentages is printed with a percent sign.",
    DISCLOSES: "A count printed as a dash can be worked out from what else is printed.",
    NOT_RECOMPUTED: "No number is printed, or there are no counts to recompute it from.",
}
