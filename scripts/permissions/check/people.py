"""Who has what: powerful roles, people, service accounts, roles and warehouses nobody has."""

from __future__ import annotations

from scripts.permissions.access import Access
from scripts.permissions.account.state import PRIVILEGED_ROLES, SERVICE_TYPES, SYSTEM_ROLES
from scripts.permissions.check.findings import Findings
from scripts.permissions.check.spec import Entry, Spec

FOR_EVERYBODY = ("dev_xs", "reporting")
"""The warehouses every person can use (Data Team Platform, "Snowflake Analyst")."""


def is_service(user: Entry) -> bool:
    """Whether an account belongs to a system: its `type` says so, as on Snowflake."""
    return str(user.values.get("type", "")).lower() in SERVICE_TYPES


def check_people(spec: Spec, access: Access, findings: Findings) -> None:
    """Judge what roles and users have been given."""
    _check_privileged(spec, access, findings)
    for user in spec.users.values():
        if user.values.get("can_login") is False:
            _check_disabled(user, findings)
        elif is_service(user):
            _check_own_role(spec, user, [user.name, f"{user.name}_role"], "service-role", findings)
        else:
            _check_own_role(spec, user, [user.name], "user-role", findings)
            _check_direct(spec, user, findings)
            _check_warehouses(spec, access, user, findings)
    _check_ungranted(spec, findings)


def _check_privileged(spec: Spec, access: Access, findings: Findings) -> None:
    for role in spec.roles.values():
        powerful = sorted(PRIVILEGED_ROLES.intersection(spec.memberships(role)))
        if role.name in PRIVILEGED_ROLES or not powerful:
            continue
        stars = [name for name in role.names("member_of") if name.text in ("*", *powerful)]
        users = [user for user in access.users if role.name in access.roles_of_user(user)]
        who = f"; {', '.join(users[:3])}{' and others' if len(users) > 3 else ''} can use it" if users else ""
        message = f"{role.label} is a member of {', '.join(powerful)}{who}"
        findings.add("privileged-role", stars[0].file, stars[0].line, role.label, message)


def _check_disabled(user: Entry, findings: Findings) -> None:
    roles = [name.text for name in user.names("member_of")]
    if roles:
        message = f"{user.label} may not log in but is a member of {', '.join(roles)}"
        findings.add("disabled-access", user.file, user.line, user.label, message)


def _check_own_role(spec: Spec, user: Entry, names: list[str], rule: str, findings: Findings) -> None:
    own = [name for name in names if name in spec.roles]
    granted = {name.text for name in user.names("member_of")}
    if not own and not granted.intersection(names):
        findings.add(rule, user.file, user.line, user.label, f"{user.label} has no role of its name")
    elif own and not granted.intersection(own):
        findings.add(rule, user.file, user.line, user.label, f"{user.label} is no member of its role {own[0]}")


def _check_direct(spec: Spec, user: Entry, findings: Findings) -> None:
    for name in user.names("member_of"):
        if name.text in spec.roles and name.text not in (user.name, *SYSTEM_ROLES):
            message = f"{user.label} is given {name.text} beside its own role"
            findings.add("direct-grant", name.file, name.line, f"{user.label}: {name.text}", message)


def _check_warehouses(spec: Spec, access: Access, user: Entry, findings: Findings) -> None:
    if not set(FOR_EVERYBODY) <= set(spec.entries["warehouses"]):
        return
    roles = [spec.roles[role] for role in access.roles_of_user(user.name) if role in spec.roles]
    usable = {name.text for role in roles for name in role.names("warehouses")}
    missing = [name for name in FOR_EVERYBODY if name not in usable]
    # without its role a user has nothing, and that is the finding
    if missing and user.name in access.roles_of_user(user.name):
        message = f"{user.label} cannot use the warehouse {' and '.join(missing)}"
        findings.add("user-warehouse", user.file, user.line, user.label, message)


def _check_ungranted(spec: Spec, findings: Findings) -> None:
    granted = {name.text for user in spec.users.values() for name in user.names("member_of")}
    granted.update(member for role in spec.roles.values() for member in spec.memberships(role))
    # that a user is no member of its own role is another finding
    granted.update(name for user in spec.users for name in (user, f"{user}_role"))
    for role in spec.roles.values():
        if role.name not in granted and role.name not in SYSTEM_ROLES:
            findings.add("ungranted-role", role.file, role.line, role.label, f"{role.label} is given to nobody")
    used = {name.text for role in spec.roles.values() for name in role.names("warehouses")}
    for warehouse in spec.entries["warehouses"].values():
        if warehouse.name not in used:
            message = f"{warehouse.label} is used by no role"
            findings.add("unused-warehouse", warehouse.file, warehouse.line, warehouse.label, message)
