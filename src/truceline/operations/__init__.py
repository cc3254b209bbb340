"""What people do here, one function each; the only room that appends."""
