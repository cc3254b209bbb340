"""The parts of the ledger of weapons: types, and where they may not be."""
