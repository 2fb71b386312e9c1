"""What a role or user reaches, and how: explained, exported, written down for review."""
