"""Cast accounts and billing accounts. Every natural name starts with CAST-Cnn; nothing generated refers to them."""

from __future__ import annotations

from typing import NamedTuple


class CastAccount(NamedTuple):
    """A CRM account; `master` is the account it was merged into, `fate` is 'merged' or 'deleted' or None (alive)."""

    name: str
    fate: str | None = None
    master: str | None = None
    is_jihu: bool = False
    segment: str = "SMB"
    id15: str | None = None


class CastBillingContact(NamedTuple):
    """Who pays for a cast billing account, as typed; other billing accounts have a generated person."""

    billing: str
    first_name: str | None
    last_name: str | None
    email: str


class CastBilling(NamedTuple):
    """A billing account; `crm_form` says whether its CRM id is written with 15 or 18 characters."""

    name: str
    account: str
    crm_form: int = 18
    batch: str = "Batch1"


ACCOUNTS = (
    CastAccount("CAST-C01"),
    CastAccount("CAST-C02"),
    CastAccount("CAST-C03-A", fate="merged", master="CAST-C03-B"),
    CastAccount("CAST-C03-B", fate="merged", master="CAST-C03-C"),
    CastAccount("CAST-C03-C"),
    CastAccount("CAST-C04", fate="deleted"),
    CastAccount("CAST-C05", is_jihu=True),
    CastAccount("CAST-C06"),
    CastAccount("CAST-C07"),
    CastAccount("CAST-C08"),
    CastAccount("CAST-C09"),
    CastAccount("CAST-C10"),
    CastAccount("CAST-C12-A"),
    CastAccount("CAST-C12-B"),
    # the two ids whose 18-character forms are 0014M00001lbBt1QAE and 001000000000001AAA
    CastAccount("CAST-C16-A", id15="0014M00001lbBt1"),
    CastAccount("CAST-C16-B", id15="001000000000001"),
    CastAccount("CAST-C17"),
    CastAccount("CAST-C17-JIHU", is_jihu=True),
    CastAccount("CAST-C11"),
    CastAccount("CAST-C19"),
    CastAccount("CAST-C18-BUY-NOW"),
    CastAccount("CAST-C18-TRIAL"),
    CastAccount("CAST-C18-FREE"),
    CastAccount("CAST-C18-SM"),
    CastAccount("CAST-C13"),
    CastAccount("CAST-C14"),
    CastAccount("CAST-C14-NAMED"),
)

BILLING = (
    CastBilling("CAST-C01", "CAST-C01"),
    CastBilling("CAST-C02", "CAST-C02"),
    # the billing system still knows the account by the short id it had before two merges
    CastBilling("CAST-C03", "CAST-C03-A", crm_form=15),
    CastBilling("CAST-C04", "CAST-C04"),
    CastBilling("CAST-C05", "CAST-C05"),
    CastBilling("CAST-C06", "CAST-C06", batch="Batch20"),
    CastBilling("CAST-C07", "CAST-C07"),
    CastBilling("CAST-C08", "CAST-C08"),
    CastBilling("CAST-C09", "CAST-C09"),
    CastBilling("CAST-C10", "CAST-C10"),
    CastBilling("CAST-C16-A", "CAST-C16-A", crm_form=15),
    CastBilling("CAST-C16-B", "CAST-C16-B", crm_form=15),
    CastBilling("CAST-C11", "CAST-C11"),
    CastBilling("CAST-C19", "CAST-C19"),
    CastBilling("CAST-C18-BUY-NOW", "CAST-C18-BUY-NOW"),
    CastBilling("CAST-C18-TRIAL", "CAST-C18-TRIAL"),
    CastBilling("CAST-C18-FREE", "CAST-C18-FREE"),
    CastBilling("CAST-C18-SM", "CAST-C18-SM"),
    CastBilling("CAST-C13", "CAST-C13"),
    CastBilling("CAST-C14", "CAST-C14"),
    CastBilling("CAST-C14-NAMED", "CAST-C14-NAMED"),
)

BILLING_CONTACTS = (
    CastBillingContact("CAST-C14", None, None, " Jo@Ex.Com"),
    CastBillingContact("CAST-C14-NAMED", "Max", "CAST-C14-NAMED", "max@ex.com"),
)
