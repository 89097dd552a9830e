"""Commentary: the organisation's own words, with every figure looked up."""
