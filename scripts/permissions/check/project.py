"""What only this project's file can be held to: kinds of roles, Tableau, SAFE data, spigots, sources, warehouses."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.permissions.access import Access, Patterns
from scripts.permissions.check.facts import Facts
from scripts.permissions.check.findings import Findings
from scripts.permissions.check.graph import shortest_path
from scripts.permissions.check.names import is_name, is_size
from scripts.permissions.check.people import is_service
from scripts.permissions.check.spec import KINDS, Entry, Name, Spec

ROLE_KINDS = ("privileged", "masking", "object", "functional", "service", "user")
_OUTSIDE_TABLEAU = ("raw", "prep")


def check_project(spec: Spec, access: Access, facts: Facts, findings: Findings) -> None:
    """Judge the file by what the rest of the project says.

    Args:
        spec: the file as written.
        access: what it allows.
        facts: the project's; empty for the file of another project.
        findings: what is found is added here.
    """
    _check_kinds(spec, findings)
    _check_tableau(spec, access, findings)
    _check_safe(spec, access, facts, findings)
    for spigot in facts.spigots:
        if spigot.role in spec.roles:
            _check_spigot(spec, access, spigot.role, set(spigot.relations), findings)
    if facts.schemas:
        _check_names(spec, facts, findings)
        _check_sources(spec, facts, findings)
    _check_masking_roles(spec, facts, findings)
    _check_warehouses(spec, facts, findings)
    if facts.people:
        _check_people(spec, facts.people, findings)


def _check_kinds(spec: Spec, findings: Findings) -> None:
    if not any("kind" in role.meta for role in spec.roles.values()):
        return
    for role in spec.roles.values():
        kind = role.meta.get("kind")
        # the role of a user is that, and templates of new users do not say so
        if kind is None and role.name in spec.users:
            continue
        if kind not in ROLE_KINDS:
            problem = "does not say of which kind it is" if kind is None else f"is of the unknown kind '{kind}'"
        elif kind == "functional" and not isinstance(role.meta.get("safe"), bool):
            problem = "does not say whether its holders are insiders"
        else:
            continue
        findings.add("role-kind", role.file, role.line, role.label, f"{role.label} {problem}")


def _check_tableau(spec: Spec, access: Access, findings: Findings) -> None:
    given = {
        name.text for user in spec.users.values() if user.name.startswith("tableau") for name in user.names("member_of")
    }
    for name in sorted({"tableau", *given}.intersection(spec.roles)):
        role = spec.roles[name]
        for database in _OUTSIDE_TABLEAU:
            for holder in sorted(access.roles_of(name).intersection(spec.roles)):
                if any(each.parts[0] == database for kind in KINDS for _, each in spec.roles[holder].objects(kind)):
                    path = " -> ".join(shortest_path(access, name, holder))
                    message = f"{role.label} reaches the database {database}: {path}"
                    findings.add("tableau-reach", role.file, role.line, f"{role.label}: {database}", message)
                    break


def _check_safe(spec: Spec, access: Access, facts: Facts, findings: Findings) -> None:
    if not any("safe" in role.meta for role in spec.roles.values()):
        return
    held = {role.name: next(_safe_names(role, facts), None) for role in spec.roles.values()}
    holders = {role for role, name in held.items() if name is not None}
    wrong = {role.name for role in spec.roles.values() if _may_not_hold(spec, access, role, holders)}
    for role in spec.roles.values():
        # who only inherits from a role that is wrong already is right once that one is
        if role.name not in wrong or wrong.intersection(access.memberships[role.name]):
            continue
        path = min(
            (shortest_path(access, role.name, holder) for holder in access.roles_of(role.name) & holders),
            key=lambda each: (len(each), each),
        )
        via = next((name for name in role.names("member_of") if len(path) > 1 and name.text in (path[1], "*")), None)
        place = via or held[path[-1]]
        safe = held[path[-1]]
        if place is not None and safe is not None:
            message = f"{role.label} is not approved for SAFE data but has {safe.text}: {' -> '.join(path)}"
            findings.add("safe-reach", place.file, place.line, role.label, message)


def _may_not_hold(spec: Spec, access: Access, role: Entry, holders: set[str]) -> bool:
    """Whether a role reaches SAFE data without being, or having, a role of designated insiders."""
    inherited = access.roles_of(role.name)
    if role.meta.get("kind") == "object" or not inherited & holders:
        return False
    if "safe" in role.meta:
        return role.meta["safe"] is not True
    return not any(spec.roles[name].meta.get("safe") is True for name in inherited if name in spec.roles)


def _safe_names(role: Entry, facts: Facts) -> Iterator[Name]:
    for _, name in role.objects("tables"):
        if not is_name("tables", name.parts):
            continue
        database, schema, _ = name.parts
        means = Patterns([f"{database}.{schema}"])
        if schema.startswith("restricted_safe") or any(each in means for each in facts.safe):
            yield name


def _check_spigot(spec: Spec, access: Access, role_name: str, relations: set[str], findings: Findings) -> None:
    role = spec.roles[role_name]
    held = [spec.roles[name] for name in sorted(access.roles_of(role_name)) if name in spec.roles]
    found: dict[str, tuple[Entry, Name, str]] = {}
    for holder in held:
        for kind in KINDS:
            for path, name in holder.objects(kind):
                if not path.endswith(".read"):
                    found.setdefault(name.text, (holder, name, "writes or owns"))
                elif kind == "tables" and name.text not in relations:
                    found.setdefault(name.text, (holder, name, "reads"))
    for text, (_, name, verb) in found.items():
        message = f"{role.label} {verb} '{text}', which is not in its spigot"
        findings.add("spigot-reach", name.file, name.line, f"{role.label}: {text}", message)
    granted = {name.text for name in role.names("privileges.tables.read")}
    for text in sorted(relations - granted):
        message = f"{role.label} does not read '{text}' of its spigot"
        findings.add("spigot-reach", role.file, role.line, f"{role.label}: {text}", message)


def _check_names(spec: Spec, facts: Facts, findings: Findings) -> None:
    databases = {database for database, _ in facts.schemas}
    built = {relation[:2] for relation in facts.relations}
    for role in spec.roles.values():
        seen: set[tuple[str, ...]] = set()
        for kind in ("schemas", "tables"):
            for _, name in role.objects(kind):
                parts = name.parts
                schema = parts[:2]
                if parts[0] not in databases or not is_name(kind, parts) or "*" in parts[1]:
                    continue
                if schema not in facts.schemas and schema not in seen:
                    seen.add(schema)
                    text = ".".join(schema)
                    message = f"{role.label}: nothing is loaded or built into the schema {text}"
                    findings.add("undefined-schema", name.file, name.line, f"{role.label}: {text}", message)
                elif kind == "tables" and schema in built and "*" not in parts[2] and parts not in facts.relations:
                    message = f"{role.label}: there is no table or view '{name.text}'"
                    findings.add("undefined-table", name.file, name.line, f"{role.label}: {name.text}", message)


def _check_sources(spec: Spec, facts: Facts, findings: Findings) -> None:
    objects = [role for role in spec.roles.values() if role.meta.get("kind") == "object"]
    granted = {name.parts[:2] for role in objects for name in role.names("privileges.tables.read")}
    for schema, source in facts.raw_schemas.items():
        if ("raw", schema) not in granted:
            message = f"no object role reads raw.{schema}, the data of {source}"
            findings.add("unreachable-source", spec.file, 1, f"raw.{schema}", message)


def _check_masking_roles(spec: Spec, facts: Facts, findings: Findings) -> None:
    for policy, column in facts.policies.items():
        if policy not in spec.roles:
            message = f"the masking policy {policy}, e.g. of {column}, is no role"
            findings.add("undefined-masking-role", spec.file, 1, policy, message)


def _check_warehouses(spec: Spec, facts: Facts, findings: Findings) -> None:
    if not facts.warehouses:
        return
    here = spec.entries["warehouses"]
    for name, warehouse in here.items():
        size, registered = warehouse.values.get("size"), facts.warehouses.get(name)
        if registered is None:
            message = f"{warehouse.label} is not in config/warehouses.yml"
        elif size != registered and size is not None and is_size(size):
            message = f"{warehouse.label} is {size} here and {registered} in config/warehouses.yml"
        else:
            continue
        findings.add("warehouse-register", warehouse.file, warehouse.line, warehouse.label, message)
    for name in sorted(set(facts.warehouses) - set(here)):
        message = f"warehouse {name} of config/warehouses.yml is not here"
        findings.add("warehouse-register", spec.file, 1, f"warehouse {name}", message)


def _check_people(spec: Spec, provisioned: frozenset[str], findings: Findings) -> None:
    people = {name: user for name, user in spec.users.items() if not is_service(user)}
    for name, user in people.items():
        if name not in provisioned:
            message = f"{user.label} is not in config/permissions/snowflake_users.yml"
            findings.add("undefined-user", user.file, user.line, user.label, message)
    for name in sorted(provisioned - set(people)):
        message = f"user {name} of config/permissions/snowflake_users.yml is not here"
        findings.add("undefined-user", spec.file, 1, f"user {name}", message)
