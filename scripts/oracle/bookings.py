"""Booked net ARR per fiscal quarter and order type.

Rules ("CRM: nARR, order type"): an opportunity is booked when the finance flag says so; without the flag, when its
account is not JiHu and it is won or a lost renewal; a duplicate never is. Its quarter is that of its close date.
Order type 1 is New, 2-6 Growth, 7 Other; an opportunity without an order type is grouped as missing one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, money
from scripts.oracle.crm import Crm, id18
from scripts.oracle.periods import fiscal_quarter, month_number
from scripts.oracle.rows import number, read

DUPLICATE = "10-Duplicate"
NO_GROUP = "Missing order_type_name_grouped"
_GROUPS = {"1.": "1) New", "7.": "3) Other"} | dict.fromkeys(("2.", "3.", "4.", "5.", "6."), "2) Growth")


def order_type_group(order_type: str | None) -> str:
    """The group of an order type such as '3. Growth'."""
    number_of_type = (order_type or "").strip()[:2]
    return _GROUPS.get(number_of_type, NO_GROUP)


def is_booked(flag: bool | None, stage: str, kind: str | None, *, is_won: bool, is_jihu: bool) -> bool:
    """Whether an opportunity's net ARR counts as booked.

    Args:
        flag: the finance flag; None when finance has not decided.
        stage: stage name.
        kind: 'New Business', 'Add-On Business' or 'Renewal'.
        is_won: whether it is closed and won.
        is_jihu: whether its account is a JiHu account.
    """
    if stage == DUPLICATE:
        return False
    if flag is not None:
        return flag
    return not is_jihu and (is_won or (kind == "Renewal" and "lost" in stage.lower()))


class Bookings:
    """Booked net ARR in USD and number of deals by (fiscal quarter, order type group)."""

    def __init__(self, warehouse: Warehouse, crm: Crm) -> None:
        """Read the opportunities that are not deleted."""
        self.arr: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.deals: Counter[tuple[str, str]] = Counter()
        columns = ("accountid", "stagename", "type", "iswon", "closedate", "arr_net__c", "order_type_test__c")
        rows = read(warehouse, "salesforce_v2_stitch.opportunity", *columns, "fpa_master_bookings_flag__c", "isdeleted")
        for account, stage, kind, won, closed, net_arr, order_type, flag, deleted in rows:
            jihu = crm.is_jihu(id18(account) or "")
            if deleted or not is_booked(flag, stage, kind, is_won=won is True, is_jihu=jihu):
                continue
            key = (fiscal_quarter(month_number(closed)), order_type_group(order_type))
            self.arr[key] += number(net_arr)
            self.deals[key] += 1

    def answers(self) -> list[Answer]:
        """Booked net ARR and deals per fiscal quarter and order type group."""
        answers = [Answer("booked net ARR", *key, money(value)) for key, value in self.arr.items()]
        return answers + [Answer("booked deals", *key, str(count)) for key, count in self.deals.items()]
