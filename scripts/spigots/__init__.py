"""Data spigots: what outside systems may read by themselves, and the controls that keep it at that."""
