"""Tables of workbooks and CSV files that others have saved, opened safely."""
