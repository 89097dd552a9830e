"""Forms in which the files of a return may be written: what means the same, and what is damaged."""
