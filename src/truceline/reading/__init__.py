"""Turns a document into claims, each with the characters it rests on."""
