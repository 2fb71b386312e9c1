"""An account as production has it on a morning before dbt runs: configured, loaded, granted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.snowflake.loading import load_wave
from scripts.snowflake.offline import OfflineAccount

PERMISSIONS = Path("config", "permissions", "roles.yml")


def start(settings: Settings, log: Path | None, progress: Callable[[str], None]) -> OfflineAccount:
    """Make the account of config/permissions/roles.yml with the raw data of a warehouse.

    Args:
        settings: the checkout, and the home whose warehouse has the raw data.
        log: the file the statements of all sessions are written to; an older one is replaced.
        progress: called with the name of each table that is loaded.

    Raises:
        EdpError: there is no raw data, the permissions file is not valid or the log cannot be written.
    """
    offline = OfflineAccount()
    permissions = settings.project / PERMISSIONS
    offline.configure(permissions)
    load_wave(offline.setup, settings, progress)
    offline.grant(permissions)
    if log is not None:
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text("")
        except OSError as error:
            raise EdpError(f"{log}: {error.strerror}") from None
        offline.log.path = log
    return offline
