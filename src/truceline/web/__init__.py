"""Shows folds and passes orders to operations."""
