"""Checks of a return's staff and survey."""
