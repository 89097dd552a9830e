"""The Workforce Race Equality Standard (WRES) as a reproducible report book."""

__version__ = "0.1.0"
