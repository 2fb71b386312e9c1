"""Who sees which masked column how: a table that is generated, committed and reviewed line by line."""
