"""Audit: an earlier report against the figures."""
