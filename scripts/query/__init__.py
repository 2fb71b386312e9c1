"""`edp query`: one read-only SELECT on the warehouse, as a table, JSON or CSV."""
