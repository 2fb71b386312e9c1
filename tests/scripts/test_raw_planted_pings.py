"""Planted defects of pings and of the list of installations: as many as there should be at every scale and seed."""

from __future__ import annotations

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import Ask

PINGS = "raw.version_db.usage_data"
PAYLOADS = "raw.version_db.raw_usage_data"
LIST = "raw.gainsight.gainsight_instance_info"
LOST = f"""
    SELECT COUNT(*) FROM {PINGS} AS ping LEFT JOIN {PAYLOADS} AS payload ON ping.raw_usage_data_id = payload.id
    WHERE ping.raw_usage_data_id IS NOT NULL AND payload.id IS NULL
"""
NUMBERS = f"SELECT regexp_extract_all(payload, ':(-[0-9]+)', 1) AS below_zero FROM {PAYLOADS}"


def test_d08_fifty_pings_were_loaded_twice_with_other_users(ask: Ask) -> None:
    twice = f"SELECT id FROM {PINGS} GROUP BY id HAVING COUNT(*) = 2 AND COUNT(DISTINCT active_user_count) = 2"
    assert [ask(f"SELECT COUNT(*) FROM ({twice})", wave=wave) for wave in Wave] == [30, 50, 50]
    assert ask(f"SELECT COUNT(*) - COUNT(DISTINCT id) FROM {PINGS}") == 50


def test_d08_sixty_payloads_are_lost_and_ten_come_late(ask: Ask) -> None:
    assert [ask(LOST, wave=wave) for wave in Wave] == [70, 70, 60]


def test_d08_nine_pings_have_no_version_and_six_no_identity(ask: Ask) -> None:
    assert ask(f"SELECT COUNT(*) FROM {PINGS} WHERE version = '$VERSION'") == 9
    assert ask(f"SELECT COUNT(*) FROM {PINGS} WHERE COALESCE(uuid, '') = ''") == 6


def test_d09_forty_metrics_ran_too_long_and_ten_are_below_zero(ask: Ask) -> None:
    found = f"SELECT UNNEST(below_zero) AS value FROM ({NUMBERS})"
    assert ask(f"SELECT COUNT(*) FROM ({found}) WHERE value = '-1'") == 40
    assert ask(f"SELECT COUNT(*) FROM ({found}) WHERE value = '-3'") == 10
    assert ask(f"SELECT COUNT(*) FROM ({found})") == 50


def test_d22_twelve_places_are_on_the_list_twice(ask: Ask) -> None:
    place = 'COALESCE(instance_uuid, "Namespace_ID")'
    sql = f"SELECT COUNT(*) FROM (SELECT {place} FROM {LIST} GROUP BY {place} HAVING COUNT(*) = 2)"
    assert ask(sql) == 12
    assert ask(f"SELECT COUNT(*) - COUNT(DISTINCT {place}) FROM {LIST}") == 12


def test_late_pings_carry_the_time_they_were_loaded(ask: Ask) -> None:
    late = f"SELECT COUNT(*) FROM {PINGS} WHERE _uploaded_at::DATE > created_at::DATE AND active_user_count > 0"
    assert ask(f"{late} AND _uploaded_at = TIMESTAMP '2024-12-31 23:10'") == 12
    assert ask(f"{late} AND _uploaded_at = TIMESTAMP '2024-12-31 23:10'", wave=Wave.W1) == 0


def test_counters_since_the_beginning_never_fall(ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(*) FROM (
          SELECT value < LAG(value) OVER (PARTITION BY host_id ORDER BY created_at) AS fell
          FROM (SELECT host_id, created_at, (counts ->> '$.source_code_pushes')::BIGINT AS value FROM {PINGS})
          WHERE value >= 0
        ) WHERE fell
    """
    assert ask(sql) == 0


def test_scans_are_reported_by_ultimate_only(ask: Ask) -> None:
    scans = "payload ->> '$.usage_activity_by_stage_monthly.secure.sast_scans'"
    # the cast's payloads say nothing of the edition
    generated = f"SELECT payload ->> '$.edition' AS edition FROM {PAYLOADS} WHERE {scans} IS NOT NULL"
    assert ask(f"SELECT LIST(DISTINCT edition) FROM ({generated}) WHERE edition IS NOT NULL") == ["EEU"]
