"""The rules a permissions file is held to, without an account."""
