"""The metrics customers are compared by, where they stand in a payload, and which of them only ever grow."""

from __future__ import annotations

_USERS = {
    "manage": ("umau",),
    "create": ("action_monthly_active_users_project_repo", "merge_requests"),
    "verify": ("ci_pipelines", "ci_internal_pipelines", "ci_builds"),
    "release": ("deployments", "releases"),
    "plan": ("epics", "issues"),
    "secure": ("user_unique_users_all_secure_scanners",),
}
_SCANS = ("secret_detection", "dependency_scanning", "container_scanning", "dast", "sast", "coverage_fuzzing")
_EVENTS = ("deployments", "successful_deployments", "failed_deployments", "ci_internal_pipelines", "ci_builds")
_TOTALS = (
    "commit_comment",
    "source_code_pushes",
    "ci_builds",
    "ci_runners",
    "merge_requests",
    "issues",
    "epics",
    "projects",
    "environments",
)
_STAGES = "usage_activity_by_stage_monthly"

PATHS = (
    *(f"{_STAGES}.{stage}.{metric}" for stage, metrics in _USERS.items() for metric in metrics),
    f"{_STAGES}.manage.last_activity",
    *(f"counts_monthly.{metric}" for metric in _EVENTS),
    *(f"{_STAGES}.secure.{scanner}_scans" for scanner in (*_SCANS, "api_fuzzing")),
    *(f"counts.{metric}" for metric in _TOTALS),
    "usage_activity_by_stage.verify.ci_builds",
)
"""The 34 paths in the order of the columns."""

COUNTERS = {PATHS.index(f"counts.{metric}"): metric for metric in _TOTALS}
"""Number of a path that counts events since the installation began -> its name."""
