"""`edp extract gitlog`: the commits and changed files of a git repository in `raw.handbook`."""
