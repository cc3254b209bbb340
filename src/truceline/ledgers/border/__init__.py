"""The parts of the ledger of boundaries: segments, sessions, who has to agree."""
