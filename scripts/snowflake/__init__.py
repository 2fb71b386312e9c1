"""Snowflake without an account: a small emulated account that runs the statements dbt and the tools send."""
