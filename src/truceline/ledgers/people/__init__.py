"""The parts that casualties and returns share: whom a number counts, and how high it is."""
