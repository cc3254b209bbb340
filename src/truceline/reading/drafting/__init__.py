"""Proposes provisions from an agreement's text, with the words they rest on. It accepts nothing."""
