"""A module for each formula of the standard: counts, derived figures, grade."""
