"""`edp permissions explain | export | reach`: who reaches what, and why."""

from __future__ import annotations

import csv
import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.core.settings import Settings
from scripts.permissions.check.command import PERMISSIONS, is_own

if TYPE_CHECKING:
    from scripts.permissions.access import Access
    from scripts.permissions.check.facts import Facts
    from scripts.permissions.masked import MaskedColumns
    from scripts.permissions.reach.ways import Subject

REACH = Path("config/permissions/functional_roles.csv")
_HAS_CHANGES = 2

RolesFile = Annotated[
    Path | None, typer.Option("--roles", metavar="FILE", help="The permissions file; that of this project without it.")
]


class Layout(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


class Table(StrEnum):
    """How the flat table is written."""

    CSV = "csv"
    JSON = "json"


def explain(
    who: Annotated[str, typer.Argument(metavar="USER|ROLE", help="Whose access; a user before a role of its name.")],
    what: Annotated[
        str | None, typer.Argument(metavar="[OBJECT[.COLUMN]]", help="A database, schema, table or column.")
    ] = None,
    roles: RolesFile = None,
    output: Annotated[Layout, typer.Option("--format", help="How to print it.")] = Layout.TEXT,
) -> None:
    """Show every path by which somebody has access, and whether a column is clear or masked.

    Without an object: the roles, what they read, which masks open. With another file nothing is known of masks.
    """
    from scripts.permissions.access import Access
    from scripts.permissions.file import read_permissions
    from scripts.permissions.reach import explain as answer
    from scripts.permissions.reach.ways import find_subject

    settings = Settings.from_environment()
    access = Access(read_permissions(roles or settings.project / PERMISSIONS))
    subject = find_subject(access, who)
    parts, column = answer.parse_object(what) if what is not None else ((), None)
    facts, masked = _project(settings) if is_own(settings, roles) else (None, {})
    if parts:
        explanation = answer.explain(access, subject, parts, column, masked)
        document, told = answer.document(explanation), answer.lines(explanation)
        if facts is not None and len(parts) == 3 and parts not in facts.relations:
            told.append(f"{'.'.join(parts)} is no table or view of this project")
    else:
        document = _summary(access, subject, facts)
        told = [str(subject), *(f"  {key}: {_words(value)}" for key, value in document.items() if key != "subject")]
    typer.echo(json.dumps(document, indent=2) if output is Layout.JSON else "\n".join(told))


def _summary(access: Access, subject: Subject, facts: Facts | None) -> dict[str, object]:
    from scripts.permissions.reach.explain import readable_schemas
    from scripts.permissions.reach.ways import clear_paths, roles_of

    inherited = roles_of(access, subject)
    summary: dict[str, object] = {
        "subject": str(subject),
        "roles": inherited,
        "warehouses": sorted({warehouse for role in inherited for warehouse in access.warehouses(role)}),
    }
    if facts is None:
        return summary
    schemas = readable_schemas(access, subject.starts, facts.relations)
    clear = [policy for policy in sorted(facts.policies) if clear_paths(access, subject, policy)]
    return {
        **summary,
        "reads": [name if extent == "all" else f"{name} ({extent})" for name, extent in schemas.items()],
        "sees in clear": clear,
        "sees masked": sorted(set(facts.policies) - set(clear)),
    }


def _words(value: object) -> str:
    return (
        ", ".join(value) if isinstance(value, list) and value else "nothing" if isinstance(value, list) else str(value)
    )


def export(
    roles: RolesFile = None,
    direct: Annotated[bool, typer.Option("--direct", help="Only what is granted itself, nothing inherited.")] = False,
    output: Annotated[Table, typer.Option("--format", help="How to write it.")] = Table.CSV,
) -> None:
    """Write every privilege of every role and user as one flat table."""
    from scripts.permissions.access import Access
    from scripts.permissions.file import read_permissions
    from scripts.permissions.reach.export import Row, rows

    settings = Settings.from_environment()
    found = rows(Access(read_permissions(roles or settings.project / PERMISSIONS)), inherited=not direct)
    try:
        if output is Table.JSON:
            print(json.dumps([row._asdict() for row in found], indent=1), flush=True)
        else:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(Row._fields)
            writer.writerows(found)
            sys.stdout.flush()
    except BrokenPipeError:
        # whoever reads (`| head`) has seen enough; Python must not complain about it while it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def reach(
    write: Annotated[bool, typer.Option("--apply", help="Write the file; without it the changes are printed.")] = False,
) -> None:
    """Show which lines of config/permissions/functional_roles.csv change: what each job newly reads or loses.

    Exit code 2 when the file is not up to date and is not written.
    """
    from scripts.permissions.access import Access
    from scripts.permissions.file import read_permissions
    from scripts.permissions.matrix.table import changes
    from scripts.permissions.reach.golden import functional_roles, golden

    settings = Settings.from_environment()
    path = settings.project / REACH
    permissions = read_permissions(settings.project / PERMISSIONS)
    facts, _ = _project(settings)
    safe = {name.lower() for name, role in permissions.roles.items() if role.meta.get("safe") is True}
    after = golden(Access(permissions), functional_roles(permissions), facts.relations, facts.policies, safe)
    changed = changes(path.read_text(encoding="utf-8") if path.exists() else "", after)
    for line in changed:
        typer.echo(line)
    if changed and write:
        path.write_text(after, encoding="utf-8")
    typer.echo(f"{REACH}: {len(changed)} lines {'changed' if write else 'to change'}")
    if changed and not write:
        raise typer.Exit(_HAS_CHANGES)


def _project(settings: Settings) -> tuple[Facts, MaskedColumns]:
    from scripts.checks.project import Project, read_manifest
    from scripts.permissions.check.facts import read_facts
    from scripts.permissions.masked import masked_columns

    manifest = read_manifest(Project(settings.project, settings.home))
    return read_facts(settings.project, manifest), masked_columns(manifest)
