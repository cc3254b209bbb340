"""Turns findings into pages, tables and exports: values in, bytes out."""
