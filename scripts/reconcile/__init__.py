"""Compare how many rows a source has with how many arrived, day by day."""
