"""Files that hold documents: what is in them, taken out by a named cutter, never rewritten."""
