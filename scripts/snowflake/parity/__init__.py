"""Parity: what the DuckDB target and the Snowflake target build from the same raw data has the same rows."""
