"""Brings documents to the door, with their hash, text and origin."""
