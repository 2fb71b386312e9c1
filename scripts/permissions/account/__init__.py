"""What an account grants, what the permissions file wants it to grant, and the way from one to the other."""
