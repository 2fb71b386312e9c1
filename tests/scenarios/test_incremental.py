"""Daily models grow wave by wave: they must equal a rebuild from nothing, and building again must change nothing."""

from tests.scenarios.world import WAVES

DAILY = {
    "crm_account_daily_snapshot": "prod.restricted_safe_common.crm_account_daily_snapshot",
    "crm_opportunity_daily_snapshot": "prod.restricted_safe_common.crm_opportunity_daily_snapshot",
    "mart_arr_snapshot_model": "prod.restricted_safe_common_mart_sales.mart_arr_snapshot_model",
}


def test_three_waves_give_what_one_full_refresh_gives(changeable):
    before = changeable.content(DAILY.values())
    assert all(rows > 0 for rows, _ in before.values())
    changeable.build(WAVES[-1], "--full-refresh", "--select", *DAILY)
    assert changeable.content(DAILY.values()) == before


def test_building_a_wave_again_changes_nothing(changeable):
    names = changeable.tables("prep", "prod", "raw")
    before = changeable.content(names)
    changeable.build(WAVES[-1])
    after = changeable.content(names)
    assert {name: (before[name], after[name]) for name in names if before[name] != after[name]} == {}
