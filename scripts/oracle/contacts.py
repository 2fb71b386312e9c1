"""Marketing contacts: who can be written to, and what each system says about them.

Rules ("Marketing contacts and pumps"): a contact is a trimmed lower-case address that billing, Marketo, the CRM, the
customers portal (confirmed) or GitLab.com (active people) knows. Each system gives its newest record of the address;
each attribute comes from the first system that knows it, in that order, the job title from Marketo, the CRM and
GitLab.com. '[[unknown]]' is no value. A no to e-mail in any record is a no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.crm import Crm, id18
from scripts.oracle.dotcom import newest_states
from scripts.oracle.rows import read
from scripts.oracle.subscriptions import Billing

SYSTEMS = ("billing", "Marketo", "CRM", "portal", "GitLab.com")
"""The systems by priority."""

JOB_TITLES = dict(
    enumerate(
        (
            "Software Developer",
            "Development Team Lead",
            "DevOps Engineer",
            "Systems Administrator",
            "Security Analyst",
            "Data Analyst",
            "Product Manager",
            "Product Designer",
        )
    )
)
_LOCAL = set("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_{|}~-.")
_LABEL = set("abcdefghijklmnopqrstuvwxyz0123456789-")


class Record(NamedTuple):
    """What one system knows of an address; `age` orders the records of an address, the largest is the newest."""

    age: tuple[Any, ...]
    key: str
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    country: str | None = None
    says_no: bool = False
    told: tuple[bool, bool, bool] = (False, False, False)


class Contact(NamedTuple):
    """One address with the newest record of each system that knows it."""

    records: dict[str, Record]

    def first(self, attribute: str, systems: Iterable[str] = SYSTEMS) -> str:
        """The attribute from the first system that knows it, or ''."""
        found = (getattr(self.records[system], attribute) for system in systems if system in self.records)
        return next((value for value in found if value), "")

    @property
    def told(self) -> tuple[bool, bool, bool]:
        """Whether Marketo believes: product qualified, on a paid tier, scored after a trial."""
        return self.records["Marketo"].told if "Marketo" in self.records else (False, False, False)


def address(text: str | None) -> str:
    """An address for comparison; '' for none."""
    return (text or "").strip(" ").lower()


def stripped(text: str | None) -> str | None:
    """A text without outer spaces, None for an empty one."""
    return (text or "").strip(" ") or None


def known(text: str | None) -> str | None:
    """A typed text, or None where nobody knew."""
    found = stripped(text)
    return None if (found or "").lower() == "[[unknown]]" else found


def can_exist(email: str) -> bool:
    """Whether an address has one @, a usual local part and a domain with a dot."""
    local, _, domain = email.partition("@")
    labels = domain.split(".")
    return (
        local != ""
        and set(local) <= _LOCAL
        and all(local.split("."))
        and len(labels) > 1
        and all(label and set(label) <= _LABEL and "-" not in (label[0], label[-1]) for label in labels)
        and (labels[-1].isalpha() or labels[-1].startswith("xn--"))
        and len(labels[-1]) > 1
    )


def read_contacts(warehouse: Warehouse, billing: Billing, crm: Crm) -> dict[str, Contact]:
    """Every contact by address."""
    systems = (
        _billing_records(warehouse, billing),
        _marketo_records(warehouse),
        _crm_records(warehouse, crm),
        _portal_records(warehouse),
        _dotcom_records(warehouse),
    )
    contacts: defaultdict[str, Contact] = defaultdict(lambda: Contact({}))
    for system, records in zip(SYSTEMS, systems, strict=True):
        for email, record in records:
            if not email:
                continue
            known_records = contacts[email].records
            newest = max(known_records.get(system, record), record, key=lambda one: one.age)
            says_no = record.says_no or (system in known_records and known_records[system].says_no)
            known_records[system] = newest._replace(says_no=says_no)
    return dict(contacts)


def _billing_records(warehouse: Warehouse, billing: Billing) -> Iterator[tuple[str, Record]]:
    companies = dict(read(warehouse, "zuora_stitch.account", "id", "name"))
    columns = ("workemail", "updateddate", "id", "firstname", "lastname", "accountid", "country", "deleted")
    for email, updated, key, first, last, account, country, deleted in read(
        warehouse, "zuora_stitch.contact", *columns
    ):
        if not deleted and account in billing.accounts:
            names = (known(first), known(last), known(companies[account]))
            yield address(email), Record((updated, key), account, *names, country=country)


def _marketo_records(warehouse: Warehouse) -> Iterator[tuple[str, Record]]:
    columns = ("email", "updated_at", "id", "first_name", "last_name", "company", "title", "country", "unsubscribed")
    more = ("email_invalid", "is_pql_marketo", "is_paid_tier_marketo", "is_ptpt_contact_marketo", "_fivetran_deleted")
    for row in read(warehouse, "marketo.lead", *columns, *more):
        email, updated, key, first, last, company, title, country, unsubscribed, bounced, *told, deleted = row
        if not deleted:
            texts = (known(first), known(last), known(company), known(title), country or None)
            flags = (bool(told[0]), bool(told[1]), bool(told[2]))
            yield address(email), Record((updated, key), str(key), *texts, bool(unsubscribed or bounced), flags)


def _crm_records(warehouse: Warehouse, crm: Crm) -> Iterator[tuple[str, Record]]:
    columns = ("email", "lastmodifieddate", "id", "firstname", "lastname", "title", "hasoptedoutofemail", "isdeleted")
    for *row, account, country in read(
        warehouse, "salesforce_v2_stitch.contact", *columns, "accountid", "mailingcountry"
    ):
        live = crm.live.get(crm.survivor(account))
        yield from _crm_record(row, True, live.name if live else None, country)
    for *row, company, country, converted in read(
        warehouse, "salesforce_v2_stitch.lead", *columns, "company", "country", "isconverted"
    ):
        if not converted:
            yield from _crm_record(row, False, known(company), country)


def _crm_record(
    row: list[Any], is_contact: bool, company: str | None, country: str | None
) -> Iterator[tuple[str, Record]]:
    email, modified, key, first, last, title, opted_out, deleted = row
    if not deleted:
        texts = (known(first), known(last), company, known(title), country or None)
        yield address(email), Record((modified, is_contact, key), id18(key) or "", *texts, bool(opted_out))


def _portal_records(warehouse: Warehouse) -> Iterator[tuple[str, Record]]:
    columns = ("id", "updated_at", "_uploaded_at", "email", "first_name", "last_name", "company", "country")
    customers = read(warehouse, "tap_postgres.customers_db_customers", *columns, "confirmed_at")
    for key, updated, _, email, first, last, company, country, confirmed in newest_states(customers):
        if confirmed is not None:
            yield (
                address(email),
                Record(
                    (updated, key),
                    str(key),
                    stripped(first),
                    stripped(last),
                    stripped(company),
                    country=country or None,
                ),
            )


def _dotcom_records(warehouse: Warehouse) -> Iterator[tuple[str, Record]]:
    columns = ("id", "updated_at", "_uploaded_at", "email", "first_name", "last_name", "role", "state", "user_type")
    users = read(warehouse, "tap_postgres.gitlab_db_users", *columns, "pgp_is_deleted")
    for key, updated, _, email, first, last, role, state, kind, deleted in newest_states(users):
        if state == "active" and kind is None and not deleted:
            title = JOB_TITLES.get(role)
            yield address(email), Record((updated, key), str(key), stripped(first), stripped(last), title=title)
