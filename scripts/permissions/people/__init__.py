"""People of the account: who is listed, what the permissions file says of them, and their users on Snowflake."""
