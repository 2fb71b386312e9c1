"""The whole project on an emulated Snowflake account: what is run there, and what must hold afterwards."""
