"""Stages and file formats: where files lie that rows are read from and written to.

A stage with an address keeps its files in a folder of this machine that stands for the bucket; an integration must
allow the address, as on Snowflake.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from scripts.snowflake import engine
from scripts.snowflake.errors import compilation_error, missing, unsupported
from scripts.snowflake.grants import Name
from scripts.snowflake.session import Rows, Session, quote, said
from scripts.snowflake.statements.integrations import allowed_locations, integration_of
from scripts.snowflake.words import Words

_STAGES = "_fs_global._fs_information_schema._fs_stages"
_FORMATS = "_fs_global._fs_information_schema._fs_file_formats"
_ADDRESSES = ("gcs://", "s3://", "azure://")


def create_stage(session: Session, words: Words) -> Rows | None:
    """CREATE [OR REPLACE] STAGE [IF NOT EXISTS] name [URL = address STORAGE_INTEGRATION = name] [FILE_FORMAT = ()]."""
    words.need("CREATE")
    replace = "OR REPLACE " if words.take("OR REPLACE") else ""
    words.need("STAGE")
    if_not_exists = "IF NOT EXISTS " if words.take("IF NOT EXISTS") else ""
    name = session.name(words.path())
    properties = words.properties()
    words.end()
    url = properties.pop("URL", "")
    session.require_schema(name)
    if not session.account.holds(session.role, "SCHEMA", name[:2], "CREATE STAGE", "ALL"):
        raise missing("Schema", ".".join(name[:2]))
    integration = properties.pop("STORAGE_INTEGRATION", "")
    if url:
        check_address(session, url, integration)
        folder = address_folder(url)
        folder.mkdir(parents=True, exist_ok=True)
        properties["URL"] = f"'file://{folder}/'"
    if not set(properties) <= {"URL"}:
        raise unsupported(f"a stage with {', '.join(sorted(set(properties) - {'URL'}))}")
    settings = " ".join(f"{key} = {value}" for key, value in properties.items())
    there = _exists(session, _STAGES, name)
    if not url and not there:
        # a new stage is empty, also where another account of this process had one
        shutil.rmtree(stage_folder(session, name), ignore_errors=True)
    session.pass_on(f"CREATE {replace}STAGE {if_not_exists}{quote(name)} {settings}".strip())
    if url and (replace or not there):
        # LIST looks where the files of a stage without an address would be
        inside = Path(engine.stages.internal_dir(".".join(name)).removeprefix("file://"))
        inside.parent.mkdir(parents=True, exist_ok=True)
        inside.unlink(missing_ok=True)
        inside.symlink_to(folder)
    if replace or not there:
        session.account.own("STAGE", name, session.role)
    return said(f"Stage area {name[-1]} successfully created.")


def drop(session: Session, words: Words) -> Rows | None:
    """DROP STAGE|FILE FORMAT [IF EXISTS] name; the files of a stage without an address go with it."""
    words.need("DROP")
    kind = words.need_any("STAGE", "FILE FORMAT")
    if_exists = words.take("IF EXISTS")
    name = session.name(words.path())
    words.end()
    table = _STAGES if kind == "STAGE" else _FORMATS
    if not _exists(session, table, name):
        if if_exists:
            return said(f"Drop statement executed successfully ({name[-1]} already dropped).")
        raise missing(kind.capitalize(), ".".join(name))
    if kind == "STAGE":
        require_stage(session, name, "OWNERSHIP")
        if not _url(session, name):
            shutil.rmtree(stage_folder(session, name), ignore_errors=True)
        session.account.grants.forget(kind, name)
    session.duck(f"DELETE FROM {table} WHERE (database_name, schema_name, name) = (?, ?, ?)", name)
    return said(f"{name[-1]} successfully dropped.")


def require_stage(session: Session, name: Name, *privileges: str) -> None:
    """Refuse unless the stage exists and the role holds one of the privileges on it."""
    if not (_exists(session, _STAGES, name) and session.account.holds(session.role, "STAGE", name, *privileges)):
        raise missing("Stage", ".".join(name))


def stage_folder(session: Session, name: Name) -> Path:
    """The folder of this machine that holds a stage's files."""
    url = _url(session, name)
    return Path(url.removeprefix("file://")) if url else Path(engine.stages.LOCAL_BUCKET_PATH, *name)


def check_address(session: Session, address: str, integration: str) -> None:
    """Refuse an address outside of this account unless an integration the role may use allows it."""
    if not integration:
        raise compilation_error(f"The location '{address}' needs a STORAGE_INTEGRATION.", 1006)
    name = integration.upper()
    allowed = allowed_locations(integration_of(session, name))
    if not session.account.holds(session.role, "INTEGRATION", (name,), "USAGE"):
        raise missing("Integration", name)
    plain = address.rstrip("/") + "/"
    if ".." in address.split("/") or not any(plain.startswith(each.rstrip("/") + "/") for each in allowed):
        raise compilation_error(f"Location '{address}' is not allowed by integration {name}.", 3167)


def address_folder(address: str) -> Path:
    """The folder of this machine that stands for an address, e.g. gcs://bucket/path."""
    scheme = next((each for each in _ADDRESSES if address.startswith(each)), None)
    if scheme is None:
        raise unsupported(f"the location '{address}'")
    return Path(engine.stages.LOCAL_BUCKET_PATH, "external", scheme[:-3], *address[len(scheme) :].strip("/").split("/"))


def file_format(session: Session, given: str) -> dict[str, str]:
    """The options of FILE_FORMAT = (...): its own, or those of the file format it names."""
    options = Words(given).properties()
    named = options.pop("FORMAT_NAME", "")
    if not named:
        return options
    name = session.name(Words(named).path())
    rows = session.duck(
        f"SELECT type, options ->> 'FIELD_DELIMITER' FROM {_FORMATS} "
        "WHERE (database_name, schema_name, name) = (?, ?, ?)",
        name,
    )
    if not rows:
        raise missing("File format", ".".join(name))
    kind, delimiter = rows[0]
    return {"TYPE": kind, **({"FIELD_DELIMITER": delimiter} if delimiter else {}), **options}


def _exists(session: Session, table: str, name: Name) -> bool:
    return bool(session.duck(f"SELECT 1 FROM {table} WHERE (database_name, schema_name, name) = (?, ?, ?)", name))


def _url(session: Session, name: Name) -> str:
    rows = session.duck(f"SELECT url FROM {_STAGES} WHERE (database_name, schema_name, name) = (?, ?, ?)", name)
    return str(rows[0][0] or "") if rows else ""


HANDLERS = {
    "CREATE STAGE": create_stage,
    "CREATE OR REPLACE STAGE": create_stage,
    "DROP STAGE": drop,
    "DROP FILE FORMAT": drop,
}
