"""Counts what the agreement counts."""
