"""The words we share: frozen values and the facts that can enter."""
