"""Two lists of people set against each other, name by name. It knows no ledger."""
