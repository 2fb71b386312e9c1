"""What must exist and what belongs together: references, owners, databases with their schemas and tables."""

from __future__ import annotations

from collections import defaultdict

from scripts.permissions.access import Access, Patterns
from scripts.permissions.account.state import SYSTEM_ROLES
from scripts.permissions.check.findings import Findings
from scripts.permissions.check.graph import shortest_path
from scripts.permissions.check.names import is_name
from scripts.permissions.check.spec import KINDS, Entry, Name, Spec


def check_references(spec: Spec, access: Access, findings: Findings) -> None:
    """Judge every name that refers to something, and what depends on something else."""
    _check_defined(spec, findings)
    _check_owners(spec, findings)
    _check_cycles(spec, access, findings)
    shared = {name for name, each in spec.entries["databases"].items() if each.values.get("shared")}
    own = set(spec.entries["databases"]) - shared
    for role in spec.roles.values():
        _check_shared(role, shared, findings)
        _check_databases(role, own, findings)
        _check_schemas(role, access, own, findings)
    public = spec.roles.get("public")
    if public is not None and any(public.lists.values()):
        findings.add("public-role", public.file, public.line, public.label, "role public is given something")


def _check_defined(spec: Spec, findings: Findings) -> None:
    def refer(rule: str, section: str, entry: Entry, name: Name) -> None:
        if name.text not in spec.entries[section] and not (section == "roles" and name.text in SYSTEM_ROLES):
            kind = section[:-1]
            message = f"{entry.label}: the {kind} '{name.text}' is not defined"
            findings.add(rule, name.file, name.line, f"{entry.label}: {name.text}", message)

    for section, entries in spec.entries.items():
        for entry in entries.values():
            for key, target in (("owner", "roles"), ("default_role", "roles"), ("default_warehouse", "warehouses")):
                if key in entry.values:
                    text = str(entry.values[key]).lower()
                    refer(f"undefined-{target[:-1]}", target, entry, Name(text, entry.file, entry.line))
            for name in entry.names("member_of", "member_of.exclude"):
                if "*" not in name.text:
                    refer("undefined-role", "roles", entry, name)
            if section == "roles":
                for name in entry.names("warehouses"):
                    refer("undefined-warehouse", "warehouses", entry, name)
                for name in entry.names("integrations"):
                    refer("undefined-integration", "integrations", entry, name)
                _check_database_names(spec, entry, findings)


def _check_database_names(spec: Spec, role: Entry, findings: Findings) -> None:
    seen = set()
    for kind in KINDS:
        for _, name in role.objects(kind):
            database = name.parts[0]
            if database in spec.entries["databases"] or database in seen or not is_name(kind, name.parts):
                continue
            seen.add(database)
            message = f"{role.label}: the database of '{name.text}' is not defined"
            findings.add("undefined-database", name.file, name.line, f"{role.label}: {database}", message)


def _check_owners(spec: Spec, findings: Findings) -> None:
    for kind in KINDS:
        by_database: dict[str, list[tuple[Entry, Name]]] = defaultdict(list)
        for role in spec.roles.values():
            for name in role.names(f"owns.{kind}"):
                by_database[name.parts[0]].append((role, name))
        for owned in by_database.values():
            _check_owned(owned, findings)


def _check_owned(owned: list[tuple[Entry, Name]], findings: Findings) -> None:
    first: dict[str, tuple[Entry, Name]] = {}
    wild = [(role, name, Patterns([name.text])) for role, name in owned if "*" in name.text]
    for role, name in owned:
        others = [first.setdefault(name.text, (role, name))]
        others += [(other, pattern) for other, pattern, means in wild if name.parts in means]
        for other, pattern in others:
            if other is not role and (pattern.text != name.text or first[name.text][0] is other):
                message = f"{role.label} owns '{name.text}', {other.label} owns '{pattern.text}' (line {pattern.line})"
                findings.add("two-owners", name.file, name.line, f"{role.label}: {name.text}", message)
                break


def _check_cycles(spec: Spec, access: Access, findings: Findings) -> None:
    seen: set[str] = set()
    for role in sorted(spec.roles):
        members = access.memberships[role]
        closing = [member for member in members if role in access.roles_of(member)]
        if not closing or role in seen:
            continue
        seen |= {other for other in access.roles_of(role) if role in access.roles_of(other)}
        path = min((shortest_path(access, member, role) for member in closing), key=lambda each: (len(each), each))
        entry = spec.roles[role]
        message = f"{entry.label} inherits from itself: {' -> '.join((role, *path))}"
        findings.add("cycle", entry.file, entry.line, entry.label, message)


def _check_shared(role: Entry, shared: set[str], findings: Findings) -> None:
    for kind in KINDS:
        for path, name in role.objects(kind):
            if name.parts[0] in shared and path != "privileges.databases.read":
                message = f"{role.label}, {path}: '{name.text}' is in the shared database {name.parts[0]}"
                findings.add("shared-database", name.file, name.line, f"{role.label}: {name.text}", message)


def _check_databases(role: Entry, own: set[str], findings: Findings) -> None:
    # Permifrost wants the database in the same role: reading needs reading, writing either
    seen = set()
    for kind in ("schemas", "tables"):
        for verb, enough in (("read", ("read",)), ("write", ("read", "write"))):
            granted = {name.text for name in role.names(*(f"privileges.databases.{each}" for each in enough))}
            for name in role.names(f"privileges.{kind}.{verb}"):
                database = name.parts[0]
                if database in own and database not in granted and database not in seen:
                    seen.add(database)
                    message = f"{role.label} may {verb} '{name.text}' but not the database {database}"
                    findings.add("without-database", name.file, name.line, f"{role.label}: {database}", message)


def _check_schemas(role: Entry, access: Access, own: set[str], findings: Findings) -> None:
    granted = {name.text for name in role.names("privileges.databases.read", "privileges.databases.write")}
    seen = set()
    for verb in ("read", "write"):
        for name in role.names(f"privileges.tables.{verb}"):
            parts = name.parts
            if not is_name("tables", parts) or parts[0] not in own & granted or parts[:2] in seen:
                continue
            if not access.may_use_schema(role.name, *parts[:2]):
                seen.add(parts[:2])
                schema = ".".join(parts[:2])
                message = f"{role.label} may {verb} '{name.text}' but not use the schema {schema}"
                findings.add("table-without-schema", name.file, name.line, f"{role.label}: {schema}", message)
