"""English: dates, and the word for BME that a book prints."""
