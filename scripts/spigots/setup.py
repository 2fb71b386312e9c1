"""The statements that set a spigot up on Snowflake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scripts.core.errors import EdpError
from scripts.core.sql import identifier, literal, relation
from scripts.permissions.masked import relation_of
from scripts.spigots.config import SPIGOTS, Spigot

_PEM = ("-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----")


def view_names(manifest: Mapping[str, Any]) -> set[str]:
    """The three-part names of the project's views: a grant says whether it is on a table or a view.

    Args:
        manifest: the decoded manifest.json.
    """
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return {".".join(relation_of(node)) for node in models if node["config"].get("materialized") == "view"}


def public_key(text: str) -> str:
    """The key of a PEM file as Snowflake takes it: without its frame, on one line.

    Args:
        text: what `openssl rsa -pubout` writes.

    Raises:
        EdpError: it is no public key in PEM format.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < 3 or (lines[0], lines[-1]) != _PEM:
        raise EdpError("the key is no public key in PEM format; write it with `openssl rsa -pubout`")
    return "".join(lines[1:-1])


def setup_sql(spigot: Spigot, views: Iterable[str], key: str | None = None) -> list[str]:
    """Statements for warehouse, role, grants and service account; running them again changes nothing.

    The account has no password and, as a service, can never have one: it signs in with a key pair. Grants are given
    relation by relation, so that nothing that is built later is readable.

    Args:
        spigot: one entry of config/spigots.yml.
        views: three-part names of those relations that are views.
        key: the public key of the account; without it a later ALTER USER sets it.
    """
    role, warehouse, account = identifier(spigot.role), identifier(spigot.warehouse), identifier(spigot.service_account)
    schemas = list(dict.fromkeys(name.rpartition(".")[0] for name in spigot.relations))
    databases = list(dict.fromkeys(name.partition(".")[0] for name in schemas))
    known = set(views)
    comment = literal(f"Data spigot of {spigot.system}")
    statements = [
        "USE ROLE sysadmin",
        f"CREATE WAREHOUSE IF NOT EXISTS {warehouse} WAREHOUSE_SIZE = 'X-SMALL' AUTO_SUSPEND = 60 "
        "AUTO_RESUME = TRUE INITIALLY_SUSPENDED = TRUE",
        "USE ROLE securityadmin",
        f"CREATE ROLE IF NOT EXISTS {role} COMMENT = {comment}",
        f"GRANT USAGE ON WAREHOUSE {warehouse} TO ROLE {role}",
        *(f"GRANT USAGE ON DATABASE {identifier(name)} TO ROLE {role}" for name in databases),
        *(f"GRANT USAGE ON SCHEMA {relation(*name.split('.'))} TO ROLE {role}" for name in schemas),
        *(
            f"GRANT SELECT ON {'VIEW' if name in known else 'TABLE'} {relation(*name.split('.'))} TO ROLE {role}"
            for name in spigot.relations
        ),
        f"CREATE USER IF NOT EXISTS {account} TYPE = SERVICE DEFAULT_ROLE = {role} "
        f"DEFAULT_WAREHOUSE = {warehouse} COMMENT = {comment}",
        f"GRANT ROLE {role} TO USER {account}",
    ]
    if key is not None:
        statements.append(f"ALTER USER {account} SET RSA_PUBLIC_KEY = {literal(key)}")
    return statements


def find_spigots(spigots: Iterable[Spigot], system: str | None) -> list[Spigot]:
    """The spigots of one system, or all of them.

    Raises:
        EdpError: no spigot has that system; lists those there are.
    """
    known = list(spigots)
    found = [spigot for spigot in known if system is None or spigot.system.lower() == system.lower()]
    if not found:
        names = ", ".join(spigot.system for spigot in known)
        raise EdpError(f"{SPIGOTS}: no spigot has the system {system!r}; choose one of {names}")
    return found
