"""The Trusted Data store: load results from dbt's files, send alerts, make a long history to measure with."""
