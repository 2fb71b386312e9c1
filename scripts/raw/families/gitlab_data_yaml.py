"""Files of the product handbook: what every metric of the ping means, and which group of which stage owns it.

One upload per load. A metric is defined on the second day though installations report it already, one is deprecated on
the third, and a group moves to another stage.
"""

from __future__ import annotations

import json

from scripts.core.sql import literal
from scripts.raw.model import Family, RawTable
from scripts.raw.world.ping_metrics import METRICS, Metric

LATE_PATH, DEPRECATED_PATH = "counts.boards", "counts.snippets"
MOVED_GROUP = "runner"

STAGES = {
    "manage": ("core_platform", ("authentication", "tenant_scale")),
    "plan": ("dev", ("project_management", "product_planning")),
    "create": ("dev", ("source_code", "code_review")),
    "verify": ("ci", ("pipeline_execution", "runner")),
    "package": ("ci", ("package_registry", "container_registry")),
    "release": ("cd", ("environments",)),
    "secure": ("sec", ("static_analysis", "dynamic_analysis", "composition_analysis", "secret_detection")),
}
"""Stage -> its section and groups on the first day."""

_OTHER = (
    Metric("active_user_count", "total", 0, "authentication"),
    Metric("license_billable_users", "total", 0, "utilization"),
    Metric("gitlab_dedicated", "setting", 0, "tenant_scale"),
)
"""What a ping says of the installation itself."""


def definitions(upload: int) -> str:
    """The JSON array of all metric definitions as they were at upload 0, 1 or 2."""
    return json.dumps(
        [
            {
                "key_path": metric.path,
                "description": f"Count of {metric.path.rsplit('.', 1)[-1].replace('_', ' ')}",
                "product_group": metric.group,
                "status": "deprecated" if metric.path == DEPRECATED_PATH and upload == 2 else "active",
                "time_frame": metric.time_frame,
                "tier": ["free", "premium", "ultimate"][metric.needs :],
                "performance_indicator_type": list(metric.indicators),
            }
            for metric in (*METRICS, *_OTHER)
            if metric.path != LATE_PATH or upload > 0
        ]
    )


def stages(upload: int) -> str:
    """The JSON object of stages and groups as they were at upload 0, 1 or 2."""
    groups = {stage: list(names) for stage, (_, names) in STAGES.items()}
    if upload == 2:
        groups["verify"].remove(MOVED_GROUP)
        groups["release"].append(MOVED_GROUP)
    found = {
        stage: {
            "display_name": stage.capitalize(),
            "section": section,
            "groups": {group: {"name": group.replace("_", " ").title()} for group in groups[stage]},
        }
        for stage, (section, _) in STAGES.items()
    }
    return json.dumps({"stages": found})


def _uploads(texts: list[str]) -> str:
    rows = ", ".join(f"({literal(text)}, {nth:d})" for nth, text in enumerate(texts))
    return f"""
        SELECT jsontext, TIMESTAMP '2024-12-29 20:00' + to_days(upload) AS uploaded_at
        FROM (VALUES {rows}) AS uploads (jsontext, upload)
        WHERE upload <= wave()
    """


_COLUMNS = "jsontext VARCHAR, uploaded_at TIMESTAMP"

FAMILY = Family(
    name="Handbook YAML",
    tables=(
        RawTable(
            schema="gitlab_data_yaml",
            name="usage_ping_metrics",
            columns=_COLUMNS,
            sql=_uploads([definitions(upload) for upload in range(3)]),
            key="uploaded_at",
            changes=(1, 2),
        ),
        RawTable(
            schema="gitlab_data_yaml",
            name="stages",
            columns=_COLUMNS,
            sql=_uploads([stages(upload) for upload in range(3)]),
            key="uploaded_at",
            changes=(1, 2),
        ),
    ),
)
