"""Who may do what on Snowflake: the configuration in Permifrost's format."""
