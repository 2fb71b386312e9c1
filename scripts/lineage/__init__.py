"""Column-level lineage: what every published column is made from, read from the SQL both engines run."""
