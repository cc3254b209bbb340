"""The parts of the ledger of detainees: lists, persons, who holds whom."""
