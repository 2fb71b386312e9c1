"""Where each planted defect lies: which row numbers of an entity carry it.

Counts do not depend on the scale or the seed. Row numbers from 1 belong to the scaled entities (scale 1 already has
480 parent accounts); `extra` numbers are records that exist only because of a defect. The hand-written cast is not
counted.
"""

from __future__ import annotations

PLANTED: tuple[tuple[str, str, int, int], ...] = (
    # defect, entity, first row number, last row number
    ("D12_batch20", "extra_billing", 1, 5),
    ("D12_deleted", "extra_billing", 6, 9),
    ("D13_billing_of_merged", "extra_billing", 10, 29),
    ("D13_billing_of_deleted", "extra_billing", 30, 35),
    ("D13_billing_of_hard_deleted", "extra_billing", 36, 37),
    ("D13_merged_pair", "extra_account", 1, 8),
    ("D13_merged_chain_start", "extra_account", 9, 14),
    ("D13_merged_chain_middle", "extra_account", 15, 20),
    ("D13_deleted", "extra_account", 21, 26),
    ("D13_hard_deleted", "extra_account", 27, 28),
    ("D30_deleted", "extra_account", 29, 30),
    ("D30_reappearing", "extra_account", 31, 31),
    ("D14_malformed_link", "account", 101, 108),
    ("D14_deleted_parent", "account", 111, 115),
    ("D15_jihu_null", "account", 121, 131),
    ("D15_jihu", "account", 141, 145),
    ("D30_changed_w1", "account", 201, 235),
    ("D30_changed_w2", "account", 236, 260),
    ("late_w1", "name", 301, 312),
    ("late_w2", "name", 313, 324),
    ("D12_owner", "extra_name", 1, 9),
    ("D13_owner", "extra_name", 10, 37),
    ("D12_excluded", "extra_name", 38, 40),
    ("D12_exclusion_null", "extra_name", 41, 42),
    ("D16_same_month", "extra_name", 43, 51),
    ("D16_negative", "extra_name", 52, 53),
    ("D16_open_ended", "extra_name", 54, 68),
    ("D16_draft", "extra_name", 69, 72),
    ("D17_two_active", "extra_name", 73, 74),
    ("D18_circular", "extra_name", 75, 76),
    ("D18_fork", "extra_name", 77, 85),
    ("D18_consolidation", "extra_name", 86, 94),
    ("D18_self", "extra_name", 95, 95),
    ("D19_missing_product", "extra_name", 96, 102),
    ("deleted_subscription", "extra_name", 103, 104),
    ("D25_order_type_null", "opportunity", 11, 22),
    ("D25_bdr", "opportunity", 31, 60),
    ("D25_won_duplicate", "opportunity", 71, 72),
    ("D25_fpa_contradicts", "opportunity", 81, 85),
    ("deleted_won", "opportunity", 151, 153),
    ("older_ticket_state", "ticket", 1, 80),
    ("D29_in_both", "survey_response", 1, 15),
    ("D05_late", "page_view", 101, 130),
    ("D06_repeated", "page_view", 201, 220),
    ("D07_unreadable_time", "page_view", 301, 315),
    ("D07_local_host", "page_view", 321, 330),
    ("D07_no_application", "page_view", 341, 348),
    ("D23_failed", "namespace_ping", 1, 30),
    ("D23_failed_w1", "namespace_ping", 31, 40),
    ("D23_rerun", "namespace_ping", 41, 55),
    ("D23_rerun_w2", "namespace_ping", 56, 65),
    ("late_ping_w2", "namespace_ping", 66, 77),
    ("D02_overlap", "dotcom_user", 1001, 1040),
    ("D03_older_state", "dotcom_user", 1101, 1112),
    ("D04_deleted", "dotcom_user", 1201, 1221),
    ("D04_resurrected", "dotcom_user", 1222, 1225),
    ("D04_deleted", "free_namespace", 101, 115),
    ("D04_resurrected", "free_namespace", 116, 118),
)


def planted_sql() -> str:
    """The statement that makes `planted(defect, entity, nth, position)`: one row per record that carries a defect."""
    rows = ",\n".join(f"('{defect}', '{entity}', {first:d}, {last:d})" for defect, entity, first, last in PLANTED)
    return f"""
        CREATE OR REPLACE TEMP TABLE planted AS
        SELECT ranges.defect, ranges.entity, numbers.nth, numbers.nth - ranges.first_nth + 1 AS position
        FROM (VALUES {rows}) AS ranges (defect, entity, first_nth, last_nth)
        CROSS JOIN LATERAL (SELECT UNNEST(range(first_nth, last_nth + 1)) AS nth) AS numbers
    """
