"""What must hold after the project has run; each proof answers with what is wrong, a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scripts.core.dbt import Node
from scripts.permissions.access import Access
from scripts.permissions.file import PermissionsFile, read_permissions
from scripts.snowflake.account import SYSTEM_ROLES
from scripts.snowflake.project.run import Run
from scripts.snowflake.project.statements import shown_in_clear, ungrammatical, unsigned
from scripts.snowflake.proof import refused, unknown_roles, unmasked_moments, wrong_retention, wrong_sight


def failed(run: Run) -> list[str]:
    """Nodes that failed, were skipped or were not built at all."""
    return [
        f"{step}: {node.kind} {node.name}: {node.status} {node.message}"
        for step, outcome in run.outcomes.items()
        for node in outcome.nodes
        if (node in outcome.broken and not _is_too_old(node)) or node.status == "skipped"
    ]


def _is_too_old(node: Node) -> bool:
    # an answer about a source, as `warn` is; one that cannot be read is a runtime error
    return node.kind == "source" and node.status == "error"


def badly_protected(run: Run) -> list[str]:
    """Columns that had another policy than they declare after a build."""
    return [f"{step}: {problem}" for step, problems in run.policies.items() for problem in problems]


def badly_seen(run: Run) -> list[str]:
    """Roles that see a masked column otherwise than the permissions file says; administrators see everything."""
    return wrong_sight(run.ask_as, Access(without_administrators(read_permissions(run.permissions))), run.masked)


def without_administrators(file: PermissionsFile) -> PermissionsFile:
    """A permissions file without the account's own roles, which see what no file says."""
    ours = {name: role for name, role in file.roles.items() if name.upper() not in SYSTEM_ROLES}
    return file.model_copy(update={"roles": ours})


PROOFS: Mapping[str, Callable[[Run], list[str]]] = {
    "every node is built and every test passes": failed,
    "no statement is refused": lambda run: refused(run.entries),
    "every statement follows Snowflake's grammar": lambda run: ungrammatical(run.entries),
    "every statement says who sent it": lambda run: unsigned(run.entries),
    "no column can be read before it is masked": lambda run: unmasked_moments(
        run.entries, run.offline.account, run.masked
    ),
    "every masked column has its policy after every build": badly_protected,
    "every role sees what the permissions say": badly_seen,
    "only loaders and the transformer have read clear values": lambda run: shown_in_clear(run.entries),
    "what is backed up keeps 30 days, and nothing else does": lambda run: wrong_retention(
        run.offline.account, run.manifest
    ),
    "every role a policy asks for exists": lambda run: unknown_roles(run.offline.account),
}
