"""`edp check`: governance as SQL over the project's own metadata."""
