"""Templates of what a new user gets in the permissions file (Data Team Platform, "Optional Templated Arguments").

A template is JSON whose texts are Jinja templates. A name that is not in the list below is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from pydantic import ValidationError

from scripts.core.errors import EdpError
from scripts.core.sql import identifier
from scripts.permissions.file import Database, Role, User

DATABASES = "[]"
ROLES = '{"{{ username }}": {"member_of": ["snowflake_analyst"], "warehouses": ["dev_xs"]}}'
USERS = '{"{{ username }}": {"can_login": true, "member_of": ["{{ username }}"]}}'

SECTIONS: Mapping[str, type[Database | Role | User]] = {"databases": Database, "roles": Role, "users": User}

Entry = tuple[str, dict[str, Any]]


def variables(username: str) -> dict[str, str]:
    """What a template may name, for one user."""
    prod, prep = personal_databases(username)
    return {
        "username": username,
        **dict.fromkeys(("prod_db", "prod_database"), prod),
        **dict.fromkeys(("prep_db", "prep_database"), prep),
        **dict.fromkeys(("prod_schemas", "prod_schema"), f"{prod}.*"),
        "prep_schemas": f"{prep}.*",
        "prod_tables": f"{prod}.*.*",
        "prep_tables": f"{prep}.*.*",
    }


def personal_databases(username: str) -> tuple[str, str]:
    """The databases a person may have: what production calls prod and prep, with the user's name before it."""
    name = identifier(username)
    return f"{name}_prod", f"{name}_prep"


def read_template(section: str, text: str) -> list[tuple[str, Any]]:
    """The entries of a template before it is filled in.

    Args:
        section: databases, roles or users.
        text: the JSON.

    Raises:
        EdpError: it is not JSON, or no mapping of names to settings.
    """
    option = f"--{section}-template"
    try:
        content = json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise EdpError(f"{option}: is not valid JSON ({error})") from None
    entries = content if isinstance(content, list) else [content]
    if not all(isinstance(entry, dict) and all(isinstance(each, dict) for each in entry.values()) for entry in entries):
        raise EdpError(f"{option}: must be names with their settings, such as {ROLES if section == 'roles' else USERS}")
    return [(name, settings) for entry in entries for name, settings in entry.items()]


def render(section: str, template: list[tuple[str, Any]], username: str) -> list[Entry]:
    """Fill a template in for one user.

    Raises:
        EdpError: it names an unknown variable, is no valid Jinja, or gives an entry the file's format does not have.
    """
    option, values = f"--{section}-template", variables(username)
    # nothing of Python is within reach of a template somebody passes in a pipeline
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        filled = [(_fill(environment, name, values), _fill(environment, each, values)) for name, each in template]
    except TemplateError as error:
        known = ", ".join(sorted(values))
        raise EdpError(f"{option}: {error.message}; known are {known}") from None
    for name, settings in filled:
        identifier(name)
        try:
            SECTIONS[section].model_validate(settings)
        except ValidationError as error:
            first = error.errors()[0]
            where = ", ".join(str(part) for part in first["loc"])
            raise EdpError(f"{option}: entry {name}, key {where}: {first['msg']}") from None
    return filled


def _fill(environment: SandboxedEnvironment, value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return environment.from_string(value).render(values)
    if isinstance(value, list):
        # a set of names; the file keeps lists sorted
        filled = [_fill(environment, each, values) for each in value]
        return sorted(set(filled)) if all(isinstance(each, str) for each in filled) else filled
    if isinstance(value, dict):
        return {_fill(environment, key, values): _fill(environment, each, values) for key, each in value.items()}
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"the key {twice[0]!r} is given twice")
    return dict(pairs)
