"""`edp permissions users | provision | deprovision | cleanup`: people come and go."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.permissions.account.command import LIVE, ROLES, Against, RolesFile, read_state
from scripts.permissions.people.listing import USERS

if TYPE_CHECKING:
    from scripts.permissions.account.statements import Statement
    from scripts.permissions.people.change import Change

_HAS_CHANGES = 2

ListFile = Annotated[
    Path | None, typer.Option("--list", metavar="FILE", help="The list of people; snowflake_users.yml without it.")
]
Branch = Annotated[
    str | None, typer.Option(metavar="BRANCH", help="Where the merge request goes; the main branch without it.")
]
Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Whom it is about.")]
Apply = Annotated[bool, typer.Option("--apply", help="Run the statements on the account.")]
Today = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day that is written down and counted from.")
]
DropAfter = Annotated[int, typer.Option(min=0, help="Days a user stays disabled before it is dropped.")]
MaxUsers = Annotated[int, typer.Option(min=0, help="Refuse to remove more users.")]
MaxShare = Annotated[float, typer.Option(min=0, max=1, help="Refuse to remove a larger share of the people.")]


def users(
    users_to_add: Annotated[list[str] | None, typer.Option(metavar="NAMES", help="Add exactly these.")] = None,
    users_to_remove: Annotated[list[str] | None, typer.Option(metavar="NAMES", help="Remove exactly these.")] = None,
    databases_template: Annotated[str | None, typer.Option(metavar="JSON", help="Databases of a new user.")] = None,
    roles_template: Annotated[str | None, typer.Option(metavar="JSON", help="Role of a new user.")] = None,
    users_template: Annotated[str | None, typer.Option(metavar="JSON", help="Entry of a new user.")] = None,
    test_run: Annotated[bool, typer.Option("--test-run/--no-test-run", help="Only show the change.")] = True,
    target_branch: Branch = None,
    roles: RolesFile = None,
    listing: ListFile = None,
    today: Today = None,
) -> None:
    """Bring the permissions file in line with the list of people.

    Without names: who is listed now but was not where this branch began is added, who was and is not is removed.
    Exit code 2 when a test run has something to change.
    """
    from scripts.permissions.file import read_permissions
    from scripts.permissions.people import templates
    from scripts.permissions.people.baseline import listed_at_merge_base
    from scripts.permissions.people.change import new_problems, plan_change, split_names
    from scripts.permissions.people.listing import people_of, read_list, require_agreement, require_people

    project = Settings.from_environment().project
    path, list_path = roles or project / ROLES, listing or project / USERS
    given = {
        "databases": databases_template or templates.DATABASES,
        "roles": roles_template or templates.ROLES,
        "users": users_template or templates.USERS,
    }
    read = {section: templates.read_template(section, text) for section, text in given.items()}
    listed = read_list(list_path)
    permissions = read_permissions(path)
    require_people(listed, permissions, str(list_path))
    add, remove = split_names(users_to_add or ()), split_names(users_to_remove or ())
    if not add and not remove:
        before = set(listed_at_merge_base(list_path, target_branch))
        add, remove = sorted(set(listed) - before), sorted(before - set(listed))
    _require_listed(add, remove, listed, list_path)
    change = plan_change(path, add, remove, read)
    if problems := new_problems(path, change, _day(today)):
        raise EdpError(f"{problems[0]}; nothing is changed")
    require_agreement(listed, (people_of(permissions) | set(add)) - set(remove), str(list_path))
    if not change.texts:
        typer.echo("nothing to do: the permissions file has the people of the list")
        return
    _show(change)
    if test_run:
        raise typer.Exit(_HAS_CHANGES)
    change.write()


def provision(
    names: Names = None,
    against: Against = LIVE,
    domain: Annotated[str, typer.Option(help="What follows the @ of everybody's address.")] = "gitlab.com",
    apply: Apply = False,
    roles: RolesFile = None,
    listing: ListFile = None,
) -> None:
    """Create users, roles and databases of listed people; without names, of all who lack something.

    Exit code 2 when there is something to do and --apply is not given.
    """
    from scripts.permissions.file import read_permissions
    from scripts.permissions.people.listing import read_list
    from scripts.permissions.people.provisioning import plan_provisioning

    project = Settings.from_environment().project
    listed = read_list(listing or project / USERS)
    permissions = read_permissions(roles or project / ROLES)
    statements = plan_provisioning(_lower(names) or listed, listed, permissions, read_state(against), domain)
    _finish(statements, [], against, apply)


def deprovision(
    names: Names = None,
    against: Against = LIVE,
    drop_after_days: DropAfter = 30,
    max_users: MaxUsers = 10,
    max_share: MaxShare = 0.2,
    apply: Apply = False,
    target_branch: Branch = None,
    roles: RolesFile = None,
    listing: ListFile = None,
    today: Today = None,
) -> None:
    """Disable the users of people who left, and drop them some weeks later; service accounts are never touched.

    Without names: who was listed where this branch began and is not any more. Exit code 2 when there is something to
    do and --apply is not given.
    """
    from scripts.permissions.file import read_permissions
    from scripts.permissions.people.baseline import listed_at_merge_base
    from scripts.permissions.people.listing import read_list
    from scripts.permissions.people.removal import Limits, plan_deprovisioning

    project = Settings.from_environment().project
    list_path = listing or project / USERS
    listed = read_list(list_path)
    gone = _lower(names) or sorted(set(listed_at_merge_base(list_path, target_branch)) - set(listed))
    permissions = read_permissions(roles or project / ROLES)
    limits = Limits(drop_after=drop_after_days, users=max_users, share=max_share)
    removal = plan_deprovisioning(gone, permissions, read_state(against), _day(today), limits)
    _finish(list(removal.statements), list(removal.notes), against, apply)


def cleanup(
    against: Against = LIVE,
    drop_after_days: DropAfter = 30,
    max_users: MaxUsers = 10,
    max_share: MaxShare = 0.2,
    max_databases: Annotated[int, typer.Option(min=0, help="Refuse to drop more databases.")] = 20,
    pattern: Annotated[str, typer.Option(help="What the whole name of a copy looks like.")] = ".+_(prep|prod|raw)",
    older_than_days: Annotated[int, typer.Option(min=1, help="How old a copy must be.")] = 7,
    apply: Apply = False,
    roles: RolesFile = None,
    today: Today = None,
) -> None:
    """Remove users and copies of databases that the permissions file does not know.

    Exit code 2 when there is something to do and --apply is not given.
    """
    from scripts.permissions.file import read_permissions
    from scripts.permissions.people.removal import Limits, plan_cleanup

    permissions = read_permissions(roles or Settings.from_environment().project / ROLES)
    limits = Limits(drop_after_days, max_users, max_share, max_databases)
    removal = plan_cleanup(permissions, read_state(against), _day(today), limits, pattern, older_than_days)
    _finish(list(removal.statements), list(removal.notes), against, apply)


def _finish(statements: list[Statement], notes: list[str], against: str, apply: bool) -> None:
    """Show the statements, or run them."""
    if apply and against != LIVE:
        raise EdpError("--apply: a recording cannot be changed; use it with --against live")
    for note in notes:
        typer.echo(f"note: {note}")
    if not statements:
        typer.echo("nothing to do")
        return
    from scripts.permissions.account.statements import with_roles

    texts = [each.sql for each in with_roles(statements)]
    if not apply:
        typer.echo("\n".join(f"{sql};" for sql in texts))
        raise typer.Exit(_HAS_CHANGES)
    from scripts.permissions.connection import open_account

    with open_account(os.environ) as cursor:
        from scripts.permissions.account.run import run_statements

        run_statements(cursor, texts, lambda sql: typer.echo(f"applied: {sql}"))
    typer.echo(f"{len(texts)} statements applied")


def _show(change: Change) -> None:
    for line in change.diff():
        typer.echo(line)
    typer.echo(f"added: {', '.join(change.added) or 'nobody'}; removed: {', '.join(change.removed) or 'nobody'}")


def _require_listed(add: list[str], remove: list[str], listed: tuple[str, ...], path: Path) -> None:
    if strangers := sorted(set(add) - set(listed)):
        raise EdpError(f"{path}: {', '.join(strangers)}: not listed; add the name there first")
    if present := sorted(set(remove) & set(listed)):
        raise EdpError(f"{path}: {', '.join(present)}: still listed; remove the name there first")


def _lower(names: list[str] | None) -> list[str]:
    return [name.lower() for name in names or ()]


def _day(today: datetime | None) -> date:
    return (today or datetime.now(UTC)).date()
