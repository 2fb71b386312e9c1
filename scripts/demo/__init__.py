"""A real source system on this machine, to extract from."""
