"""An account as production has it on a morning before dbt runs: configured, loaded, granted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.core.sql import literal
from scripts.snowflake.loading import load_database
from scripts.snowflake.offline import OfflineAccount

PERMISSIONS = Path("config", "permissions", "roles.yml")
LOADED = ("raw", "static")
LOADER = "LOADER"
_SALTS = ("email", "name", "ip", "other")


def start(settings: Settings, log: Path | None, progress: Callable[[str], None]) -> OfflineAccount:
    """Make the account of config/permissions/roles.yml with the raw data of a warehouse.

    Args:
        settings: the checkout, and the home whose warehouse has the raw data.
        log: the file the statements of all sessions are written to; an older one is replaced.
        progress: called with the name of each table that is loaded.

    Raises:
        EdpError: there is no raw data, the permissions file is not valid or the log cannot be written.
    """
    missing = [settings.database(name) for name in LOADED if not settings.database(name).exists()]
    if missing:
        raise EdpError(f"{missing[0]}: no raw data to load; make it with `edp raw build` or name a home with --raw")
    offline = OfflineAccount()
    permissions = settings.project / PERMISSIONS
    offline.configure(permissions)
    _add_salts(offline)
    for name in LOADED:
        load_database(offline.setup, settings.database(name), name.upper(), LOADER, progress)
    offline.grant(permissions)
    if log is not None:
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text("")
        except OSError as error:
            raise EdpError(f"{log}: {error.strerror}") from None
        offline.log.path = log
    return offline


def _add_salts(offline: OfflineAccount) -> None:
    # the public salts of the DuckDB branch of macros/masking/hash_salt.sql: both engines give the same hashes
    rows = ", ".join(f"({literal(kind)}, {literal(f'offline-{kind}-salt')})" for kind in _SALTS)
    offline.setup.run("CREATE SCHEMA raw.security")
    offline.setup.run("CREATE TABLE raw.security.hash_salt (salt_kind VARCHAR, salt VARCHAR)")
    offline.setup.run(f"INSERT INTO raw.security.hash_salt VALUES {rows}")
