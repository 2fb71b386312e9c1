"""The one error a person is meant to read."""


class EdpError(Exception):
    """A problem the user can act on.

    The message is one line that names the file, the entry and the key or column, says what is wrong and what to do.
    The command line prints it without a traceback and exits 1.
    """
