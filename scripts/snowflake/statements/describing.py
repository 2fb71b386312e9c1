"""DESCRIBE TABLE and VIEW: the columns of one relation; fakesnow looks for them among those of all databases."""

from __future__ import annotations

from scripts.snowflake.errors import missing
from scripts.snowflake.grants import Name
from scripts.snowflake.session import Rows, Session, quote
from scripts.snowflake.words import Words

_COLUMNS = (
    *("name", "type", "kind", "null?", "default", "primary key", "unique key", "check", "expression", "comment"),
    *("policy name", "privacy domain"),
)
_TYPES = {
    "BIGINT": "NUMBER(38,0)",
    "HUGEINT": "NUMBER(38,0)",
    "DOUBLE": "FLOAT",
    "BLOB": "BINARY(8388608)",
    "TIMESTAMP": "TIMESTAMP_NTZ(9)",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP_TZ(9)",
    "TIME": "TIME(9)",
    "JSON": "VARIANT",
}
_LONGEST_TEXT = 16_777_216


def describe(session: Session, words: Words) -> Rows | None:
    """DESC[RIBE] TABLE|VIEW name; a view of INFORMATION_SCHEMA is fakesnow's."""
    words.need_any("DESCRIBE", "DESC")
    words.need_any("TABLE", "VIEW")
    path = words.path()
    words.end()
    if "INFORMATION_SCHEMA" in path[:-1]:
        return None
    name = session.name(path)
    account, role = session.account, session.role
    kind = account.relation(name).object_kind
    # any privilege will do
    privileges = {grant.privilege for grant in account.grants.on(kind, name)}
    if not (account.can_use(role, name) and account.holds(role, kind, name, *privileges)):
        raise missing("Object", ".".join(name))
    lengths, rows = _text_lengths(session, name), []
    for column, stored, null, _key, default, _extra in session.duck(f"DESCRIBE {quote(name)}"):
        nullable = "Y" if null == "YES" else "N"
        rows.append((column, _type(stored, lengths.get(column)), "COLUMN", nullable, default, "N", "N", *[None] * 5))
    return Rows(_COLUMNS, rows)


def _type(stored: str, length: int | None) -> str:
    if stored == "VARCHAR":
        return f"VARCHAR({length or _LONGEST_TEXT})"
    return _TYPES.get(stored, stored.replace("DECIMAL", "NUMBER"))


def _text_lengths(session: Session, name: Name) -> dict[str, int]:
    rows = session.duck(
        "SELECT ext_column_name, ext_character_maximum_length FROM _fs_global._fs_information_schema._fs_columns_ext"
        " WHERE (ext_table_catalog, ext_table_schema, ext_table_name) = (?, ?, ?)",
        name,
    )
    return dict(rows)


HANDLERS = {f"{verb} {kind}": describe for verb in ("DESCRIBE", "DESC") for kind in ("TABLE", "VIEW")}
