"""The terms that the report explains."""

from wres.standard.constants import EQUAL_TREATMENT

GLOSSARY = {
    "AfC": "Agenda for Change, the NHS system of pay bands 1 to 9 for most staff.",
    "Base": "The number of people on which a percentage rests.",
    "BME": (
        "Black and minority ethnic: everyone outside the White groups. The standard's own term, "
        "kept here so that figures can be compared; the people it covers are many communities "
        "with different experiences."
    ),
    "CCG": "Clinical commissioning group, the body that planned and paid for an area's services until 2022.",
    "Clinical and non-clinical": (
        "Staff whose role needs a clinical registration or delivers care, and all others."
    ),
    "CPD": "Continuing professional development.",
    "ESR": "Electronic Staff Record, the NHS payroll and staff record system.",
    "Equal treatment range": (
        f"Ratios of two groups from {EQUAL_TREATMENT[0]:.2f} to {EQUAL_TREATMENT[1]:.2f}: the four-fifths "
        "rule. A whole interval inside it is read as about equal."
    ),
    "ICB": "Integrated care board, the NHS body that plans and pays for health services in an area.",
    "ICS": "Integrated care system, the partnership of health and care organisations in an area.",
    "Interval": (
        "A 95% confidence interval: the range of values that fit the data. A wide interval "
        "means that the figure rests on few people."
    ),
    "Likelihood": "The share of a group to whom something happened, such as being appointed.",
    "No clear difference": (
        "The interval includes equal treatment, so chance alone could explain the difference."
    ),
    "Percentage point": (
        "The unit of the difference between two percentages: from 10% to 12% is 2 percentage points."
    ),
    "RAG": "Red, amber, green: a grade. This book prints its grade as a word and its rule in full.",
    "Reading": (
        "What a comparison of two groups says, by one rule for all nine indicators: worse for "
        "BME staff, about "
        "equal, better for BME staff, or too close to call."
    ),
    "Ratio of representation": (
        "The BME share of a part, such as senior posts or the board, divided by the BME share of those it is "
        "compared with. 1 means equal representation."
    ),
    "Relative likelihood": (
        "The likelihood of one group divided by that of another. 1 means equal treatment."
    ),
    "Shortlisting": "Choosing, from all who applied, the applicants to be interviewed.",
    "Unknown": "Staff who have not stated their ethnicity, or whose record is blank.",
    "VSM": "Very senior manager: chief executives, executive directors and similar posts.",
    "WRES": "Workforce Race Equality Standard.",
}
SAID_OTHERWISE = (  # of BME, in a book that prints another word for it
    "Black and minority ethnic: everyone outside the White groups. The standard's own term, for which this "
    "report prints “{word}”. The people it covers are many communities with different experiences. Its code "
    "in the downloads is “bme”, so that figures can be compared with those of other reports."
)
