"""Returns: schemas, settings, reading, validation, new returns, the data dictionary."""
