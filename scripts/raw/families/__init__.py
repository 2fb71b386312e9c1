"""One module per source family; each has a constant FAMILY. A new module here is found without being registered."""
