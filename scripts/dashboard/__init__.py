"""The Trusted Data Dashboard: one page that says to people in business how far the data can be trusted."""
