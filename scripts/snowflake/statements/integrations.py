"""Storage integrations: where the account may read and write outside of itself."""

from __future__ import annotations

from scripts.snowflake.errors import exists_already, missing
from scripts.snowflake.session import DONE, Rows, Session, said
from scripts.snowflake.words import Words


def create(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] STORAGE INTEGRATION [IF NOT EXISTS] name key = value ..."""
    words.need("CREATE")
    replace = words.take("OR REPLACE")
    words.need("STORAGE INTEGRATION")
    if_not_exists = words.take("IF NOT EXISTS")
    name = words.name()
    properties = words.properties()
    words.end()
    if name in session.account.integrations and not replace:
        if if_not_exists:
            return said(f"{name} already exists, statement succeeded.")
        raise exists_already(name)
    session.require_administrator("CREATE INTEGRATION")
    session.account.integrations[name] = properties
    session.account.own("INTEGRATION", (name,), session.role)
    return said(f"Integration {name} successfully created.")


def alter(session: Session, words: Words) -> Rows | None:
    """ALTER [STORAGE] INTEGRATION [IF EXISTS] name SET key = value ..."""
    words.need("ALTER")
    words.need_any("STORAGE INTEGRATION", "INTEGRATION")
    words.take("IF EXISTS")
    integration = _owned(session, words.name())
    words.need("SET")
    integration.update(words.properties())
    words.end()
    return DONE


def describe(session: Session, words: Words) -> Rows | None:
    """DESC[RIBE] [STORAGE] INTEGRATION name."""
    words.need_any("DESCRIBE", "DESC")
    words.need_any("STORAGE INTEGRATION", "INTEGRATION")
    integration = integration_of(session, words.name())
    words.end()
    return session.table(
        ("property", "property_type", "property_value", "property_default"),
        [(key, "String", value, "") for key, value in integration.items()],
    )


def drop(session: Session, words: Words) -> Rows | None:
    """DROP [STORAGE] INTEGRATION [IF EXISTS] name."""
    words.need("DROP")
    words.need_any("STORAGE INTEGRATION", "INTEGRATION")
    if_exists = words.take("IF EXISTS")
    name = words.name()
    words.end()
    if name not in session.account.integrations and if_exists:
        return said(f"Drop statement executed successfully ({name} already dropped).")
    _owned(session, name)
    account = session.account
    del account.integrations[name]
    account.grants.forget("INTEGRATION", (name,))
    return said(f"{name} successfully dropped.")


def show(session: Session, words: Words) -> Rows | None:
    """SHOW [STORAGE] INTEGRATIONS [LIKE pattern]."""
    words.need("SHOW")
    words.take("STORAGE")
    words.need("INTEGRATIONS")
    like = words.string() if words.take("LIKE") else None
    words.end()
    return session.table(
        ("name", "type", "category", "enabled"),
        [
            (name, "EXTERNAL_STAGE", "STORAGE", properties.get("ENABLED", "FALSE").lower())
            for name, properties in sorted(session.account.integrations.items())
            if session.is_like(name, like)
        ],
    )


def _owned(session: Session, name: str) -> dict[str, str]:
    properties = integration_of(session, name)
    if not session.account.holds(session.role, "INTEGRATION", (name,)):
        raise missing("Integration", name)
    return properties


def integration_of(session: Session, name: str) -> dict[str, str]:
    """The properties of an integration, or Snowflake's refusal."""
    if name not in session.account.integrations:
        raise missing("Integration", name)
    return session.account.integrations[name]


def allowed_locations(integration: dict[str, str]) -> list[str]:
    """The addresses an integration may read and write below."""
    words = Words(integration.get("STORAGE_ALLOWED_LOCATIONS", ""))
    locations = []
    while not words.done:
        locations.append(words.string())
        words.take(",")
    return locations


HANDLERS = {
    "CREATE STORAGE INTEGRATION": create,
    "CREATE OR REPLACE STORAGE INTEGRATION": create,
    "ALTER STORAGE INTEGRATION": alter,
    "ALTER INTEGRATION": alter,
    "DESCRIBE STORAGE INTEGRATION": describe,
    "DESCRIBE INTEGRATION": describe,
    "DESC STORAGE INTEGRATION": describe,
    "DESC INTEGRATION": describe,
    "SHOW STORAGE INTEGRATIONS": show,
    "SHOW INTEGRATIONS": show,
    "DROP STORAGE INTEGRATION": drop,
    "DROP INTEGRATION": drop,
}
