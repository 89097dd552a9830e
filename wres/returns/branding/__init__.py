"""Branding: an organisation's own logo and colour."""
