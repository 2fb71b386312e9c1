"""Compare a warehouse DuckDB built with an account Snowflake's target was built in."""

from __future__ import annotations

from collections.abc import Callable

from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse
from scripts.snowflake.parity.compare import Side
from scripts.snowflake.parity.ledger import Ledger, make_ledger
from scripts.snowflake.parity.reasons import Reasons
from scripts.snowflake.parity.relations import Built, read_built
from scripts.snowflake.session import Session, quote


def check_parity(
    settings: Settings, session: Session, reasons: Reasons, progress: Callable[[str], None] = lambda _node: None
) -> Ledger:
    """Compare every model, seed and snapshot of a warehouse with its twin in the emulated account.

    Rows are read below the account's policies: what is stored must be equal, whoever may see it.

    Args:
        settings: the home of the warehouse, with the manifest of the build that made it.
        session: a session of the administrator of the account.
        reasons: the columns that cannot be equal.
        progress: called with each name before it is compared.

    Raises:
        EdpError: there is no warehouse or no manifest.
    """
    built = read_built(settings.home / "target" / "manifest.json")
    with open_warehouse(settings, read_only=True) as warehouse:

        def sides(each: Built) -> tuple[Side, Side]:
            upper = tuple(part.upper() for part in each.relation)
            return Side(warehouse.query, quote(each.relation)), Side(session.duck, quote(upper))

        return make_ledger(built, sides, reasons, progress)
