"""The parts of the ledger of access: routes, and patrols that were kept from them."""
