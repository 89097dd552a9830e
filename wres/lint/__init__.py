"""Lint: the organisation's words and plan against the figures."""
