"""What an installation counts for its ping: every metric with its place in the payload and its usual size.

The sizes are per 100 active people: for `user` how many of them, for `event` how often in 28 days, for `total` how
often in a month since the installation began, for `ever` how many join every month those who are there in any.
"""

from __future__ import annotations

from typing import NamedTuple

MONTHLY = "usage_activity_by_stage_monthly."
PAID, ULTIMATE = 1, 2
"""What an installation needs before it has the feature; 0 for every installation."""


class Metric(NamedTuple):
    """One metric: where it stands, what it counts, how much, which feature it needs, whose it is, what it feeds."""

    path: str
    kind: str
    size: int
    group: str
    needs: int = 0
    indicators: tuple[str, ...] = ()

    @property
    def time_frame(self) -> str:
        """The period it covers, as the handbook writes it."""
        if self.kind == "setting":
            return "none"
        return "28d" if MONTHLY in self.path or "_monthly" in self.path else "all"


HEALTH = ("customer_health_score",)
SMAU = ("smau", "gmau")

METRICS = (
    Metric(f"{MONTHLY}manage.umau", "user", 92, "authentication", 0, ("umau",)),
    Metric(f"{MONTHLY}create.action_monthly_active_users_project_repo", "user", 46, "source_code", 0, (*SMAU, *HEALTH)),
    Metric(f"{MONTHLY}create.merge_requests", "user", 38, "code_review"),
    Metric(f"{MONTHLY}verify.ci_pipelines", "user", 44, "pipeline_execution", 0, (*SMAU, *HEALTH)),
    Metric(f"{MONTHLY}verify.ci_internal_pipelines", "user", 40, "pipeline_execution"),
    Metric(f"{MONTHLY}verify.ci_builds", "user", 36, "pipeline_execution"),
    Metric(f"{MONTHLY}release.deployments", "user", 14, "environments", 0, (*SMAU, *HEALTH)),
    Metric(f"{MONTHLY}release.releases", "user", 6, "environments"),
    Metric(f"{MONTHLY}plan.epics", "user", 12, "product_planning", PAID),
    Metric(f"{MONTHLY}plan.issues", "user", 47, "project_management", 0, SMAU),
    Metric(
        f"{MONTHLY}secure.user_unique_users_all_secure_scanners",
        "user",
        16,
        "static_analysis",
        ULTIMATE,
        (*SMAU, *HEALTH),
    ),
    Metric(f"{MONTHLY}manage.last_activity", "user", 90, "authentication", 0, HEALTH),
    Metric("counts_monthly.deployments", "event", 310, "environments", 0, HEALTH),
    Metric("counts_monthly.successful_deployments", "event", 310, "environments", 0, HEALTH),
    Metric("counts_monthly.failed_deployments", "event", 310, "environments", 0, HEALTH),
    Metric("counts_monthly.ci_internal_pipelines", "event", 950, "pipeline_execution", 0, HEALTH),
    Metric("counts_monthly.ci_builds", "event", 2900, "pipeline_execution"),
    Metric(f"{MONTHLY}secure.secret_detection_scans", "event", 180, "secret_detection", ULTIMATE, HEALTH),
    Metric(f"{MONTHLY}secure.dependency_scanning_scans", "event", 160, "composition_analysis", ULTIMATE, HEALTH),
    Metric(f"{MONTHLY}secure.container_scanning_scans", "event", 90, "composition_analysis", ULTIMATE, HEALTH),
    Metric(f"{MONTHLY}secure.dast_scans", "event", 35, "dynamic_analysis", ULTIMATE, HEALTH),
    Metric(f"{MONTHLY}secure.sast_scans", "event", 220, "static_analysis", ULTIMATE, HEALTH),
    Metric(f"{MONTHLY}secure.coverage_fuzzing_scans", "event", 9, "dynamic_analysis", ULTIMATE, HEALTH),
    Metric(f"{MONTHLY}secure.api_fuzzing_scans", "event", 7, "dynamic_analysis", ULTIMATE, HEALTH),
    Metric("counts.commit_comment", "total", 200, "source_code"),
    Metric("counts.source_code_pushes", "total", 1500, "source_code"),
    Metric("counts.ci_builds", "total", 2600, "pipeline_execution"),
    Metric("counts.ci_runners", "total", 5, "runner"),
    Metric("counts.merge_requests", "total", 310, "code_review"),
    Metric("counts.issues", "total", 420, "project_management"),
    Metric("counts.epics", "total", 35, "product_planning", PAID),
    Metric("counts.projects", "total", 30, "tenant_scale"),
    Metric("counts.environments", "total", 25, "environments"),
    Metric("usage_activity_by_stage.verify.ci_builds", "ever", 1, "pipeline_execution"),
    Metric("settings.gitlab_shared_runners_enabled", "setting", 70, "runner"),
    Metric("settings.container_registry_enabled", "setting", 80, "container_registry"),
    # counted as well, but none of the metrics that customers are compared by
    Metric("counts.boards", "total", 12, "project_management"),
    Metric("counts.snippets", "total", 22, "source_code"),
    Metric("counts.deploy_keys", "total", 8, "environments"),
    Metric("counts.keys", "total", 15, "source_code"),
    Metric("counts.todos", "total", 900, "project_management"),
    Metric(f"{MONTHLY}package.projects_with_packages", "user", 11, "package_registry"),
    Metric("counts_monthly.packages", "event", 140, "package_registry"),
)
"""In the order of the wave list first; the number of a metric is its place from 0."""

DEPLOYMENTS = next(nth for nth, metric in enumerate(METRICS) if metric.path == "counts_monthly.deployments")
"""Number of the metric that counts deployments; the two after it say how those ended."""


BUILDERS = next(nth for nth, metric in enumerate(METRICS) if metric.path == f"{MONTHLY}verify.ci_builds")
"""Number of the metric that counts the people who ran a job lately; those who ever did are at least as many."""


PART_OF = {
    nth: next(nth for nth, metric in enumerate(METRICS) if metric.path == f"{MONTHLY}verify.ci_pipelines")
    for nth, metric in enumerate(METRICS)
    if metric.path in (f"{MONTHLY}verify.ci_internal_pipelines", f"{MONTHLY}verify.ci_builds")
}
"""Metrics that count some of the people of another metric, so that they rise and fall with it and never exceed it."""


def value_sql(nth: int) -> str:
    """SQL of what installation and ping (a row of `counted_ping`) report for metric number `nth`."""
    metric = METRICS[nth]
    if DEPLOYMENTS < nth <= DEPLOYMENTS + 2:
        # every deployment ends one way or the other
        succeeded = f"({_amount(DEPLOYMENTS)}) * (60 + pick(host_bits[{DEPLOYMENTS // 4 + 2}], 3, 41)) // 100"
        value = succeeded if nth == DEPLOYMENTS + 1 else f"({_amount(DEPLOYMENTS)}) - {succeeded}"
    else:
        value = _amount(nth)
    if metric.kind == "setting":
        return f"{_trait(nth)} < {metric.size}"
    licensed = f"CASE WHEN rank >= {metric.needs} THEN {value} END" if metric.needs else value
    return f"CASE WHEN bad_metric = {nth} THEN bad_value ELSE {licensed} END"


def _amount(nth: int) -> str:
    metric, whole = METRICS[nth], PART_OF.get(nth, nth)
    # what one installation does more than another is a trait of it: half to one and a half times as usual
    size = f"{metric.size} * (50 + {_trait(whole)})"
    if metric.kind == "ever":
        regulars = f"active_people * {METRICS[BUILDERS].size} * (50 + {_trait(PART_OF[BUILDERS])}) // 10000"
        return f"LEAST(active_people, {regulars}) + people * {metric.size} * age_days // 3040"
    if metric.kind == "total":
        return f"people * {size} * age_days // 304000"
    noise = f"(88 + pick(ping_bits, {whole % 4}, 13))"
    amount = f"active_people * {size} * {noise} // 1000000"
    return f"LEAST(active_people, {amount})" if metric.kind == "user" else amount


def _trait(nth: int) -> str:
    """A number from 0 to 100 that an installation keeps for good."""
    return f"pick(host_bits[{nth // 4 + 1}], {nth % 4}, 101)"


def object_sql(prefix: str) -> str:
    """SQL of a JSON object of all metrics below a prefix such as `counts.`, nested like their paths."""
    below = {
        metric.path.removeprefix(prefix): value_sql(nth)
        for nth, metric in enumerate(METRICS)
        if metric.path.startswith(prefix)
    }
    return f"to_json({_struct(below)})"


def _struct(values: dict[str, str]) -> str:
    branches: dict[str, dict[str, str]] = {}
    for path, value in values.items():
        key, _, rest = path.partition(".")
        branches.setdefault(key, {})[rest] = value
    entries = (f"'{key}': {found[''] if '' in found else _struct(found)}" for key, found in branches.items())
    return "{" + ", ".join(entries) + "}"
