"""Demo: synthetic returns of every organisation."""
