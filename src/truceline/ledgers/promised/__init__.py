"""The parts of the ledger of meetings: promises and what came of them."""
