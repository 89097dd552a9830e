"""The standard: its indicators, groups, pay bands, glossary and lookup tables."""
