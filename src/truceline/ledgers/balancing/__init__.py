"""Stocks and flows of books, what they come to and whether they balance. No ledger's own words."""
