"""Build: notebooks, Jupyter Book, many books at a time, what is out of date."""
