"""config/permissions/snowflake_users.yml: the people who have a Snowflake user, one name a line.

The list ends with a line that nothing may stand below, because some editors append where nobody looks (Data Team
Platform, "snowflake_users.yml"). Only the parsed names count: moving a line or commenting it changes nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import yaml

from scripts.core.errors import EdpError
from scripts.permissions import nodes
from scripts.permissions.account.state import SERVICE_TYPES, SYSTEM_ROLES
from scripts.permissions.file import PermissionsFile

USERS = Path("config", "permissions", "snowflake_users.yml")
SENTINEL = "#### do not insert users below this line ####"
_HEADER = "users"
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def read_list(path: Path) -> tuple[str, ...]:
    """The names of the list, sorted.

    Raises:
        EdpError: the file is missing or is no list of names as the module describes it.
    """
    try:
        return parse_list(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise EdpError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise EdpError(f"{path}: is not UTF-8 text") from None


def parse_list(text: str, shown: str) -> tuple[str, ...]:
    """The names in the text of a list, sorted.

    Args:
        text: the whole file.
        shown: what the file is called in errors.

    Raises:
        EdpError: one line with the place and the problem.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise EdpError(f"{shown}:{line}: is not valid YAML, {getattr(error, 'problem', error)}; correct it") from None
    entries = _entries(root, shown)
    last = _sentinel_line(text, shown)
    seen: dict[str, int] = {}
    for entry in entries:
        line, name = nodes.line(entry), _name(entry, shown)
        if name in seen:
            raise EdpError(f"{shown}:{line}: {name} is listed twice, first on line {seen[name]}; remove one")
        if line > last:
            raise EdpError(f"{shown}:{line}: {name} stands below the line '{SENTINEL}'; move it above")
        seen[name] = line
    return tuple(sorted(seen))


def people_of(permissions: PermissionsFile) -> frozenset[str]:
    """The users of a permissions file that are people: everyone whose `type` does not say service."""
    return frozenset(name.lower() for name in permissions.users) - service_accounts(permissions)


def service_accounts(permissions: PermissionsFile) -> frozenset[str]:
    """The users of a permissions file that are systems."""
    services = [name for name, user in permissions.users.items() if (user.type or "").lower() in SERVICE_TYPES]
    return frozenset(name.lower() for name in services)


def require_people(listed: tuple[str, ...], permissions: PermissionsFile, shown: str) -> None:
    """Refuse names that cannot be people: the permissions file uses them for something else.

    Raises:
        EdpError: a name is that of a service account, or of a role no user has.
    """
    users = {name.lower() for name in permissions.users}
    roles = {name.lower() for name in permissions.roles}
    for name in listed:
        if name in service_accounts(permissions):
            raise EdpError(f"{shown}: {name} is a service account; it is not listed here")
        if name in roles - users:
            raise EdpError(f"{shown}: {name} is a role that belongs to no user; choose another user name")


def require_agreement(listed: tuple[str, ...], people: Collection[str], shown: str) -> None:
    """Refuse a permissions file with other people than the list.

    Args:
        listed: the list.
        people: those of the permissions file, as they will be.
        shown: what the list is called in errors.

    Raises:
        EdpError: somebody is in one of them only.
    """
    if missing := sorted(set(listed) - set(people)):
        raise EdpError(f"{shown}: {', '.join(missing)}: listed, but not in the permissions file; use --users-to-add")
    if extra := sorted(set(people) - set(listed)):
        raise EdpError(f"{shown}: {', '.join(extra)}: in the permissions file, but not listed; use --users-to-remove")


def _entries(root: yaml.Node | None, shown: str) -> list[yaml.Node]:
    if isinstance(root, yaml.MappingNode):
        keys = [key.value for key, _ in root.value]
        for nth, key in enumerate(keys):
            if key != _HEADER:
                raise EdpError(
                    f"{shown}:{nodes.line(root.value[nth][0])}: unknown key '{key}'; only {_HEADER} is known"
                )
        if len(keys) > 1:
            raise EdpError(f"{shown}:{nodes.line(root.value[1][0])}: the key '{_HEADER}' is given twice; keep one")
        root = root.value[0][1]
    if not isinstance(root, yaml.SequenceNode):
        raise EdpError(f"{shown}: must be a list of user names under the header '{_HEADER}:'")
    if not root.value:
        raise EdpError(f"{shown}: lists nobody; an empty list would remove everyone")
    return nodes.items(root)


def _name(entry: yaml.Node, shown: str) -> str:
    place = f"{shown}:{nodes.line(entry)}"
    if not isinstance(entry, yaml.ScalarNode) or entry.tag != "tag:yaml.org,2002:str":
        text = f"'{entry.value}'" if isinstance(entry, yaml.ScalarNode) else "an entry"
        raise EdpError(f"{place}: {text} is no user name; write one name, in quotes if YAML reads it as something else")
    name = str(entry.value)
    if "@" in name:
        raise EdpError(f"{place}: {name} is an e-mail address; write the part before the @, with _ for other signs")
    if not _NAME.fullmatch(name):
        raise EdpError(f"{place}: '{name}' is no user name; use lower-case letters, digits and underscores")
    if name in SYSTEM_ROLES:
        raise EdpError(f"{place}: {name} is a role of Snowflake; choose another user name")
    return name


def _sentinel_line(text: str, shown: str) -> int:
    found = [nth for nth, line in enumerate(text.splitlines(), 1) if line.strip() == SENTINEL]
    if not found:
        raise EdpError(f"{shown}: the line '{SENTINEL}' is missing; put it below the last user")
    if len(found) > 1:
        raise EdpError(f"{shown}:{found[1]}: the line '{SENTINEL}' stands there twice; keep the last")
    return found[0]
