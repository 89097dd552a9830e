"""A module for each formula of the standard: its sentences, charts, tables and changes."""
