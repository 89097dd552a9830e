"""A return as an Excel workbook: written to be filled in, and read back without loss."""
