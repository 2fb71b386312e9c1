"""CRM accounts: which survivor, which parent, and whether it is a JiHu account.

Rules: a merged account's record points to its master, so the chain of masters is followed to its end, also through
accounts that were deleted outright and are known only from an earlier load. A deleted account that was never merged is
nobody: it and blank or unknown ids share the missing member. The ultimate parent is read out of a link, and a merged
parent is followed too; where the link is broken or leads to a deleted account, an account is its own parent. An unknown
JiHu flag means not JiHu.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.rows import read

MISSING = hashlib.md5(b"-1", usedforsecurity=False).hexdigest()
"""Key of the missing member: the MD5 of '-1'."""

_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_LINKED_ID = re.compile(r'href\s*=\s*"/([A-Za-z0-9]{15})(?:[A-Za-z0-9]{3})?"')


def id18(value: str | None) -> str | None:
    """The 18-character form of a Salesforce id; blank gives None, a text of any other length is returned as it is.

    The three extra characters say which of the fifteen are upper case: five flags each, lowest first.
    """
    text = (value or "").strip()
    if not text:
        return None
    if len(text) != 15:
        return text
    chunks = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(
        _SUFFIX[sum(1 << at for at, char in enumerate(chunk) if "A" <= char <= "Z")] for chunk in chunks
    )


def linked_account(link: str | None) -> str | None:
    """The account id inside the HTML link of an ultimate parent, or None when the text is not such a link."""
    found = _LINKED_ID.search(link or "")
    return id18(found.group(1)) if found else None


class Account(NamedTuple):
    """One CRM account as one load delivered it."""

    account_id: str
    name: str
    master_id: str | None
    parent_link: str | None
    segment: str | None
    is_jihu: bool
    is_deleted: bool
    changed_at: datetime


class WaveState(NamedTuple):
    """What the snapshots of one load wave see: the accounts, and when each opportunity last changed."""

    wave: str
    as_of: date
    accounts: Mapping[str, Account]
    opportunities: Mapping[str, datetime]


def capture(warehouse: Warehouse, wave: str, as_of: date) -> WaveState:
    """Read the state of one load wave; later answers need the states of all earlier waves too.

    Args:
        warehouse: an open warehouse whose raw tables hold exactly this wave.
        wave: its name, e.g. 'W0'.
        as_of: its business date.
    """
    columns = ("id", "name", "masterrecordid", "ultimate_parent_account__c", "account_demographics_sales_segment__c")
    rows = read(warehouse, "salesforce_v2_stitch.account", *columns, "jihu_account__c", "isdeleted", "systemmodstamp")
    accounts = {
        key: Account(key, name, id18(master), link, segment, jihu is True, deleted is True, changed_at)
        for key, name, master, link, segment, jihu, deleted, changed_at in rows
    }
    opportunities = dict(read(warehouse, "salesforce_v2_stitch.opportunity", "id", "systemmodstamp"))
    return WaveState(wave, as_of, accounts, opportunities)


class Crm:
    """The accounts of the newest wave, with everything earlier waves still know about deleted ones."""

    def __init__(self, history: Sequence[WaveState]) -> None:
        """Combine the states of all waves so far, oldest first."""
        self.live: dict[str, Account] = {
            key: account for key, account in history[-1].accounts.items() if not account.is_deleted
        }
        self.known: dict[str, Account] = {}
        for state in history:
            self.known.update(state.accounts)

    def end_of_chain(self, account_id: str) -> str:
        """The last account reached by following master records from `account_id`."""
        seen = {account_id}
        while (account := self.known.get(account_id)) and account.master_id and account.master_id not in seen:
            account_id = account.master_id
            seen.add(account_id)
        return account_id

    def survivor(self, raw_id: str | None) -> str:
        """The live account that stands for an id found anywhere, or the missing member."""
        account_id = id18(raw_id)
        end = self.end_of_chain(account_id) if account_id else ""
        return end if end in self.live else MISSING

    def parent(self, account_id: str) -> str:
        """The ultimate parent of an account; itself when there is no live account to follow its link to."""
        return account_id if self.has_invalid_parent(account_id) else self._linked(account_id)

    def has_invalid_parent(self, account_id: str) -> bool:
        """Whether an account had to become its own parent because its link could not be followed."""
        return self._linked(account_id) == MISSING

    def _linked(self, account_id: str) -> str:
        if account_id not in self.live:
            return MISSING
        return self.survivor(linked_account(self.live[account_id].parent_link))

    def is_jihu(self, account_id: str) -> bool:
        """Whether ARR and bookings of this account belong to JiHu; never for the missing member."""
        return account_id in self.live and self.live[account_id].is_jihu


def merge_lines(crm: Crm) -> list[str]:
    """One text per account ever seen and the account its facts are published under, for a digest."""
    return [f"{account_id}|{crm.survivor(account_id)}" for account_id in crm.known]
