"""The parts of the ledger of hazards: land, items, maps."""
