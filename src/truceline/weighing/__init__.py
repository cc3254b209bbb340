"""Groups claims into incidents and says how well each is established, and why."""
