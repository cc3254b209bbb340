"""States of one thing in every book, from when to when. No ledger's own words."""
