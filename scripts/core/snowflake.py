"""A connection to Snowflake: the real account, or the emulated one that is being served on this machine."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from scripts.core.errors import EdpError

_KEY = "DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY"
_EMULATED = {"host": "127.0.0.1", "protocol": "http", "account": "offline", "password": "offline"}
"""The emulated account accepts any password."""


def connect(environment: Mapping[str, str], who: Mapping[str, str | None], **settings: Any) -> Any:
    """Open a session; the caller closes it.

    Args:
        environment: EDP_SNOWFLAKE_PORT names an emulated account on this machine; without it SNOWFLAKE_ACCOUNT and
            DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY say which account, and with which key.
        who: parts of the session, each from the variable SNOWFLAKE_<PART>: what it is when that is not set, or None
            where it must be set.
        settings: further parameters of the connector.

    Raises:
        EdpError: a variable is missing or wrong, or the account refuses; the key is in no message.
    """
    # what its libraries say about each other's versions
    warnings.filterwarnings("ignore", module="snowflake")
    import snowflake.connector

    parameters = {"login_timeout": 30, **settings, **_parameters(environment, who)}
    try:
        return snowflake.connector.connect(**parameters)
    except (snowflake.connector.Error, ValueError) as error:
        said = getattr(error, "msg", None) or "the private key is not valid"
        raise EdpError(f"Snowflake refuses the connection: {' '.join(str(said).split())}") from None


def _parameters(environment: Mapping[str, str], who: Mapping[str, str | None]) -> dict[str, Any]:
    port = environment.get("EDP_SNOWFLAKE_PORT")
    asked = {part: f"SNOWFLAKE_{part.upper()}" for part in who}
    if not port:
        asked = {"account": "SNOWFLAKE_ACCOUNT", **asked, "private_key": _KEY}
    found = {part: environment.get(variable) or who.get(part) for part, variable in asked.items()}
    missing = [asked[part] for part, value in found.items() if not value]
    if missing:
        raise EdpError(f"set {', '.join(missing)} to reach Snowflake, or EDP_SNOWFLAKE_PORT for an emulated account")
    if not port:
        # a key file's text without its frame is what the connector takes
        lines = str(found["private_key"]).splitlines()
        return found | {"private_key": "".join(line.strip() for line in lines if not line.startswith("-----"))}
    if not port.isdigit():
        raise EdpError(f"EDP_SNOWFLAKE_PORT: {port!r} is no port; `edp snowflake serve` prints the line to copy")
    return found | _EMULATED | {"port": int(port)}
