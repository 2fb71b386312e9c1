"""SQL linting that looks only at what changed since it was last clean."""
