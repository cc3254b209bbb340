"""Keeps entries for ever, in order, and proves it."""
