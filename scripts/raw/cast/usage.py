"""What the cast uses: the counters that the pings of two equal customers report.

Of 100 seats 80 are in use. In 28 days 48 people were active, 24 pushed, 32 ran a pipeline, 8 deployed (3 times for
every seat in use, 9 in 10 with success) and 8 scanned (6 scans in 10 pipelines, with three kinds of scanner).
"""

from __future__ import annotations

SEATS, SEATS_IN_USE = 100, 80

HEALTH_COUNTERS = {
    "usage_activity_by_stage_monthly.manage.last_activity": 48,
    "usage_activity_by_stage_monthly.create.action_monthly_active_users_project_repo": 24,
    "usage_activity_by_stage_monthly.verify.ci_pipelines": 32,
    "usage_activity_by_stage_monthly.release.deployments": 8,
    "counts_monthly.deployments": 240,
    "counts_monthly.successful_deployments": 216,
    "counts_monthly.failed_deployments": 24,
    "counts_monthly.ci_internal_pipelines": 1000,
    "usage_activity_by_stage_monthly.secure.user_unique_users_all_secure_scanners": 8,
    "usage_activity_by_stage_monthly.secure.sast_scans": 300,
    "usage_activity_by_stage_monthly.secure.secret_detection_scans": 200,
    "usage_activity_by_stage_monthly.secure.dependency_scanning_scans": 100,
}
"""Metric path -> what C11 reports in December 2024; the earlier ping of the month reports half of it."""

NAMESPACE_PINGS = (("CAST-C11-SAAS", "2024-12-22", 2), ("CAST-C11-SAAS", "2024-12-29", 1))
"""Subscription, day of a namespace ping, and by what the counters are divided."""
